import { Tags } from '../desks.bicep'

@description('The name of the identity.')
param name string
param location string
param tags Tags

@description('Who the app is to storage, Redis, the vault and the telemetry.')
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

output id string = identity.id
output principalId string = identity.properties.principalId
output clientId string = identity.properties.clientId
