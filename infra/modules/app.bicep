import { Desk, Tags } from '../desks.bicep'

@description('The name of the app, and a part of its address.')
param name string
param location string
param tags Tags

param desk Desk
param planId string

@description('The symbols the desk watches, with commas between.')
param symbols string

@description('The period of its bars, such as 1m.')
param period string

@description('The file of the desk within the package; empty for the defaults.')
param deskFile string

@description('The identity of the app: its resource, its principal and its client id.')
param identityId string
param identityPrincipalId string
param identityClientId string

param storageName string

@description('The container from which the app runs.')
param packagesUrl string

param redisAddress string
param vaultName string
param telemetryConnection string

@description('The phrase that consents to real money, "trade real money on" and the account; empty for none.')
param liveConsent string

@description('The address of the secret that holds the login at Schwab.')
param schwabLoginUri string

@description('The Durable Task Scheduler; empty for Azure Storage.')
param schedulerAddress string

var isFlex = desk.plan == 'Flex'
var isElastic = desk.plan == 'ElasticPremium'

// The functions whose triggers Flex does not have.
var redisTriggered = ['MarketData', 'Strategy', 'RiskManagement', 'OrderExecution', 'PositionManagement', 'ForwardToLifecycles']

// The variable that holds a secret, and the name of the secret in the vault.
var secrets = {
  simulated: {}
  'alpaca-paper': { ALPACA_PAPER_KEY_ID: 'alpaca-paper-key-id', ALPACA_PAPER_SECRET_KEY: 'alpaca-paper-secret-key' }
  'alpaca-live': { ALPACA_LIVE_KEY_ID: 'alpaca-live-key-id', ALPACA_LIVE_SECRET_KEY: 'alpaca-live-secret-key' }
  schwab: { SCHWAB_APP_KEY: 'schwab-app-key', SCHWAB_APP_SECRET: 'schwab-app-secret' }
}

var identitySettings = {
  AZURE_CLIENT_ID: identityClientId
  AzureWebJobsStorage__accountName: storageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  Redis__redisHostName: redisAddress
  Redis__principalId: identityPrincipalId
  Redis__clientId: identityClientId
  Redis__credential: 'managedidentity'
  APPLICATIONINSIGHTS_CONNECTION_STRING: telemetryConnection
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
}

var deskSettings = {
  DeskEnvironment: desk.name
  DeskBroker: desk.broker
  DeskAllowLive: string(desk.allowLive)
  DeskFile: deskFile
  DeskSymbols: symbols
  DeskPeriod: period
  DeskDrainsByTimer: string(isFlex)
  InboxPrefix: '{trading:${desk.name}}:inbox:'
  PollSchedule: '*/5 * * * * *'
  ReconcileSchedule: '0 * * * * *'
  OTEL_SERVICE_NAME: 'trading-${desk.name}'
}

// Flex is told these in its own configuration, and refuses them here.
var hostSettings = isFlex
  ? {}
  : {
      FUNCTIONS_EXTENSION_VERSION: '~4'
      FUNCTIONS_WORKER_RUNTIME: 'dotnet-isolated'
      WEBSITE_RUN_FROM_PACKAGE: '${packagesUrl}/desk.zip'
      WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID: identityId
      // Five minutes of answers that are not well, and the instance is replaced.
      WEBSITE_HEALTHCHECK_MAXPINGFAILURES: '5'
    }

// Linux has no dots in the names of variables; the host reads the name with underscores as well.
var disabledSettings = toObject(isFlex ? redisTriggered : [], function => 'AzureWebJobs_${function}_Disabled', _ => 'true')

var schedulerSettings = empty(schedulerAddress)
  ? {}
  : {
      DURABLE_TASK_SCHEDULER_CONNECTION_STRING: schedulerAddress
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
    }

// The consent of a person to real money, and where a login that is renewed is kept.
var liveSettings = {
  simulated: {}
  'alpaca-paper': {}
  'alpaca-live': { ALPACA_LIVE_CONFIRMED: liveConsent }
  schwab: { SCHWAB_LIVE_CONFIRMED: liveConsent, SchwabLoginSecret: schwabLoginUri }
}

var secretSettings = mapValues(secrets[desk.broker], secret => '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=${secret})')

var siteOfServers = {
  linuxFxVersion: 'DOTNET-ISOLATED|10.0'
  healthCheckPath: '/api/health'
  alwaysOn: !isElastic
  use32BitWorkerProcess: false
  minimumElasticInstanceCount: isElastic ? desk.alwaysReady : null
  preWarmedInstanceCount: isElastic ? 1 : null
  functionAppScaleLimit: isElastic ? desk.maximumInstances : null
  // The Redis triggers are scaled by what the host sees in the streams.
  functionsRuntimeScaleMonitoringEnabled: isElastic ? true : null
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: planId
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityId
    functionAppConfig: isFlex
      ? {
          deployment: {
            storage: {
              type: 'blobContainer'
              value: packagesUrl
              authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
            }
          }
          runtime: { name: 'dotnet-isolated', version: '10.0' }
          scaleAndConcurrency: {
            instanceMemoryMB: 2048
            maximumInstanceCount: max(desk.maximumInstances, 40)
            alwaysReady: [
              { name: 'durable', instanceCount: desk.alwaysReady }
              { name: 'function:RedeliverMessages', instanceCount: 1 }
            ]
          }
        }
      : null
    siteConfig: union(
      { ftpsState: 'Disabled', minTlsVersion: '1.2', scmMinTlsVersion: '1.2', http20Enabled: true },
      isFlex ? {} : siteOfServers
    )
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(
      identitySettings,
      deskSettings,
      hostSettings,
      disabledSettings,
      schedulerSettings,
      liveSettings[desk.broker],
      secretSettings
    )
  }

  // Deployments come with an identity, never with a password.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

output id string = app.id
output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
