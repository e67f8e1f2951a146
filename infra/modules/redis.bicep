import { Tags } from '../desks.bicep'

@description('The name of the cluster.')
param name string
param location string
param tags Tags

@description('Such as Balanced_B0.')
param size string
param isHighlyAvailable bool
param isPersistent bool

@description('The principal of the app.')
param appId string

resource cluster 'Microsoft.Cache/redisEnterprise@2025-07-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: size }
  properties: {
    highAvailability: isHighlyAvailable ? 'Enabled' : 'Disabled'
    minimumTlsVersion: '1.2'
    publicNetworkAccess: 'Enabled'
  }

  resource database 'databases' = {
    name: 'default'
    properties: {
      // Only an identity that has been let in below gets in.
      accessKeysAuthentication: 'Disabled'
      clientProtocol: 'Encrypted'
      clusteringPolicy: 'EnterpriseCluster'
      // The streams are the truth of what is not handled: a full Redis refuses, and nothing is dropped.
      evictionPolicy: 'NoEviction'
      persistence: isPersistent ? { aofEnabled: true, aofFrequency: '1s' } : { aofEnabled: false, rdbEnabled: false }
      port: 10000
    }

    resource app 'accessPolicyAssignments' = {
      name: 'desk'
      properties: {
        accessPolicyName: 'default'
        user: { objectId: appId }
      }
    }
  }
}

@description('Host and port, as StackExchange.Redis reads them.')
output address string = '${cluster.properties.hostName}:${cluster::database.properties.port},ssl=true'
