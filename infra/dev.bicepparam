using 'main.bicep'

import { desks } from 'desks.bicep'

param environmentName = 'dev'
param location = 'eastus2'
param desk = desks.dev
param symbols = 'AAPL,MSFT'
