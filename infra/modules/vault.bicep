import { Tags } from '../desks.bicep'

@description('The name of the vault.')
param name string
param location string
param tags Tags

@description('The principal of the app.')
param appId string

@description('Whether the app renews the login at Schwab, and so writes that secret.')
param keepsSchwabLogin bool

@description('The principal of the person or pipeline that deploys; empty for none.')
param operatorId string

@allowed(['User', 'ServicePrincipal'])
param operatorType string

// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/security
var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'
var secretsOfficer = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'

resource vault 'Microsoft.KeyVault/vaults@2026-05-15' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: 'Enabled'
  }
}

resource appReads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, 'app', secretsUser)
  scope: vault
  properties: {
    principalId: appId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}

// A person sets the secret before the first deployment of a desk at Schwab: `trading login schwab`.
resource schwabLogin 'Microsoft.KeyVault/vaults/secrets@2026-05-15' existing = {
  parent: vault
  name: 'schwab-login'
}

resource appRenewsLogin 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (keepsSchwabLogin) {
  name: guid(vault.id, 'app', 'schwab-login', secretsOfficer)
  scope: schwabLogin
  properties: {
    principalId: appId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsOfficer)
  }
}

resource operatorWrites 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorId)) {
  name: guid(vault.id, operatorId, secretsOfficer)
  scope: vault
  properties: {
    principalId: operatorId
    principalType: operatorType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsOfficer)
  }
}

output name string = vault.name
output uri string = vault.properties.vaultUri
output schwabLoginUri string = '${vault.properties.vaultUri}secrets/schwab-login'
