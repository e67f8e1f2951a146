import { Tags } from '../desks.bicep'

@description('The name of the plan.')
param name string
param location string
param tags Tags

@allowed(['ElasticPremium', 'Dedicated', 'Flex'])
param kind string

@description('EP1, P0v3, FC1.')
param size string

@description('Instances that are always there.')
param alwaysReady int

@description('Instances at the most; a Dedicated plan has as many as are always there.')
param maximumInstances int

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: kind == 'ElasticPremium' ? 'elastic' : kind == 'Flex' ? 'functionapp' : 'linux'
  sku: kind == 'ElasticPremium'
    ? { name: size, tier: 'ElasticPremium', capacity: alwaysReady }
    : kind == 'Flex' ? { name: size, tier: 'FlexConsumption' } : { name: size, capacity: alwaysReady }
  properties: {
    // Linux.
    reserved: true
    maximumElasticWorkerCount: kind == 'ElasticPremium' ? maximumInstances : null
  }
}

output id string = plan.id
