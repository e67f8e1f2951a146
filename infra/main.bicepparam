// For `azd up`. Which desk it is, is chosen by: azd env set DESK dev, paper or live.
using 'main.bicep'

import { desks } from 'desks.bicep'

var chosen = readEnvironmentVariable('DESK', 'paper')

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', chosen)
param location = readEnvironmentVariable('AZURE_LOCATION', 'eastus2')
param desk = desks[chosen]
param symbols = readEnvironmentVariable('DESK_SYMBOLS', 'AAPL,MSFT')
param period = readEnvironmentVariable('DESK_PERIOD', '1m')
param deskFile = readEnvironmentVariable('DESK_FILE', '')
param liveConsent = readEnvironmentVariable('DESK_LIVE_CONSENT', '')
param alertEmail = readEnvironmentVariable('DESK_ALERT_EMAIL', '')
param operatorId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param operatorType = readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User')
