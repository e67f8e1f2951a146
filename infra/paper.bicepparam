using 'main.bicep'

import { desks } from 'desks.bicep'

param environmentName = 'paper'
param location = 'eastus2'
param desk = desks.paper
param symbols = 'AAPL,MSFT'
