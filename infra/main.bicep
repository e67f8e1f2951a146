// A trading desk on Azure. docs/deploy.md says what it makes, and how.
targetScope = 'subscription'

import { Desk } from 'desks.bicep'

@description('The name of the azd environment, and a part of the names of all resources.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('The region. Close to the broker: eastus2 for US equities.')
param location string

@description('What is chosen for this desk: see desks.bicep.')
param desk Desk

@description('The symbols the desk watches, with commas between.')
param symbols string

@description('The period of its bars, such as 1m or 1d.')
param period string = '1m'

@description('The file of the desk within the package; empty for the defaults.')
param deskFile string = ''

@description('The phrase that consents to real money, "trade real money on" and the account; empty for none.')
param liveConsent string = ''

@description('Who is told of alerts; empty for nobody.')
param alertEmail string = ''

@description('The object id of who deploys, who may then upload packages and write secrets; empty for none.')
param operatorId string = ''

@description('What the operator is.')
param operatorType 'User' | 'ServicePrincipal' = 'User'

var suffix = uniqueString(subscription().subscriptionId, environmentName, location)
var longName = 'trading-${desk.name}-${suffix}'
var packagesContainer = 'packages'
var monitorContainer = 'durable-functions-monitor'
var usesScheduler = desk.durableBackend == 'DurableTaskScheduler'
var tags = {
  'azd-env-name': environmentName
  'trading-desk': desk.name
}

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-trading-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: { name: 'id-${longName}', location: location, tags: tags }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: 'sttrading${suffix}'
    location: location
    tags: tags
    redundancy: desk.storageRedundancy
    appId: identity.outputs.principalId
    operatorId: operatorId
    operatorType: operatorType
    packagesContainer: packagesContainer
    monitorContainer: monitorContainer
  }
}

module redis 'modules/redis.bicep' = {
  scope: group
  params: {
    name: 'redis-${longName}'
    location: location
    tags: tags
    size: desk.redisSize
    isHighlyAvailable: desk.redisHighAvailability
    isPersistent: desk.redisPersistence
    appId: identity.outputs.principalId
  }
}

module vault 'modules/vault.bicep' = {
  scope: group
  params: {
    name: 'kv-${suffix}'
    location: location
    tags: tags
    appId: identity.outputs.principalId
    keepsSchwabLogin: desk.broker == 'schwab'
    operatorId: operatorId
    operatorType: operatorType
  }
}

module telemetry 'modules/telemetry.bicep' = {
  scope: group
  params: {
    suffix: longName
    location: location
    tags: tags
    retentionDays: desk.logRetentionDays
    dailyLimit: desk.dailyLogLimit
    appId: identity.outputs.principalId
  }
}

module scheduler 'modules/scheduler.bicep' = if (usesScheduler) {
  scope: group
  params: {
    name: 'dts-${longName}'
    location: location
    tags: tags
    hubName: 'TradingDesk'
    appId: identity.outputs.principalId
    appClientId: identity.outputs.clientId
  }
}

module plan 'modules/plan.bicep' = {
  scope: group
  params: {
    name: 'plan-${longName}'
    location: location
    tags: tags
    kind: desk.plan
    size: desk.planSize
    alwaysReady: desk.alwaysReady
    maximumInstances: desk.maximumInstances
  }
}

module app 'modules/app.bicep' = {
  scope: group
  params: {
    name: 'func-${longName}'
    location: location
    tags: tags
    desk: desk
    planId: plan.outputs.id
    symbols: symbols
    period: period
    deskFile: deskFile
    identityId: identity.outputs.id
    identityPrincipalId: identity.outputs.principalId
    identityClientId: identity.outputs.clientId
    storageName: storage.outputs.name
    packagesUrl: storage.outputs.packagesUrl
    redisAddress: redis.outputs.address
    vaultName: vault.outputs.name
    liveConsent: liveConsent
    schwabLoginUri: vault.outputs.schwabLoginUri
    telemetryConnection: telemetry.outputs.connectionString
    schedulerAddress: usesScheduler ? scheduler!.outputs.address : ''
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    suffix: longName
    location: location
    tags: tags
    workspaceId: telemetry.outputs.workspaceId
    appId: app.outputs.id
    hasHealthCheck: desk.plan != 'Flex'
    email: alertEmail
    dailyLossPercent: desk.dailyLossAlertPercent
  }
}

// azd keeps these in its environment, where the scripts find them.
output AZURE_RESOURCE_GROUP string = group.name
output DESK_APP string = app.outputs.name
output DESK_URL string = app.outputs.url
output DESK_PLAN string = desk.plan
output DESK_BROKER string = desk.broker
output DESK_STORAGE string = storage.outputs.name
output DESK_PACKAGES string = packagesContainer
output DESK_VAULT string = vault.outputs.name
