using 'main.bicep'

import { desks } from 'desks.bicep'

param environmentName = 'live'
param location = 'eastus2'
param desk = desks.live
param symbols = 'AAPL,MSFT'
