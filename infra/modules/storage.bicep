import { Tags } from '../desks.bicep'

@description('The name of the account.')
param name string
param location string
param tags Tags

@allowed(['Standard_LRS', 'Standard_ZRS'])
param redundancy string

@description('The principal of the app.')
param appId string

@description('The principal of the person or pipeline that deploys; empty for none.')
param operatorId string

@allowed(['User', 'ServicePrincipal'])
param operatorType string

@description('The container from which the app runs.')
param packagesContainer string

@description('The container in which the monitor looks for its templates.')
param monitorContainer string

// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage
var blobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var queueDataContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
var tableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'

resource account 'Microsoft.Storage/storageAccounts@2026-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    // The app, the person who deploys and the monitor all come with an identity.
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: 7 }
      containerDeleteRetentionPolicy: { enabled: true, days: 7 }
    }

    resource packages 'containers' = { name: packagesContainer }
    resource monitor 'containers' = { name: monitorContainer }
  }
}

// The host wants to own its blobs; Durable Functions keeps its queues and tables beside them:
// https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
resource appRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [blobDataOwner, queueDataContributor, tableDataContributor]: {
    name: guid(account.id, 'app', role)
    scope: account
    properties: {
      principalId: appId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

// For the package of the app, and the templates of the monitor.
resource operatorPackages 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorId)) {
  name: guid(account::blobs::packages.id, operatorId, blobDataContributor)
  scope: account::blobs::packages
  properties: {
    principalId: operatorId
    principalType: operatorType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
  }
}

resource operatorMonitor 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorId)) {
  name: guid(account::blobs::monitor.id, operatorId, blobDataContributor)
  scope: account::blobs::monitor
  properties: {
    principalId: operatorId
    principalType: operatorType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
  }
}

output name string = account.name
output packagesUrl string = '${account.properties.primaryEndpoints.blob}${packagesContainer}'
