// What differs between the desks, side by side. A parameter file picks one; docs/deploy.md says how to change a value.

@export()
@description('Everything that is chosen for a desk.')
type Desk = {
  @description('Which of the desks it is: the name under which its data lies in Redis, and a part of the names of its resources.')
  name: 'dev' | 'paper' | 'live'

  @description('Redis triggers run on Elastic Premium and Dedicated. On Flex a timer drains the inboxes.')
  plan: 'ElasticPremium' | 'Dedicated' | 'Flex'

  @description('EP1 to EP3 for Elastic Premium, such as P0v3 for Dedicated; Flex has FC1 alone.')
  planSize: string

  @description('Instances that are always there.')
  @minValue(1)
  alwaysReady: int

  @description('Instances at the most. The simulated broker lives in one process, so a desk that trades there has one.')
  @minValue(1)
  @maxValue(20)
  maximumInstances: int

  @description('Who fills the orders.')
  broker: 'simulated' | 'alpaca-paper' | 'alpaca-live' | 'schwab'

  @description('The second switch of live trading: without it a desk refuses to start at a broker that trades real money.')
  allowLive: bool

  @description('Such as Balanced_B0 (0.5 GB) or Balanced_B1 (1 GB).')
  redisSize: string

  @description('A second node that takes over. Doubles the price of Redis.')
  redisHighAvailability: bool

  @description('Writes to disk each second. What is in Redis can be rebuilt from the lifecycles and the broker; this saves the time it takes.')
  redisPersistence: bool

  @description('Where orchestrations and entities are kept. The monitor reads Azure Storage alone.')
  durableBackend: 'AzureStorage' | 'DurableTaskScheduler'

  @description('ZRS keeps three copies in three buildings.')
  storageRedundancy: 'Standard_LRS' | 'Standard_ZRS'

  @minValue(30)
  @maxValue(730)
  logRetentionDays: int

  @description('Ingestion stops for the day beyond it, so that a loop of errors does not cost a fortune. Alerts on logs stop with it. In GB.')
  @minValue(1)
  dailyLogLimit: int

  @description('The loss of a trading day from which on somebody is told, as a percentage of the equity the day began with.')
  @minValue(1)
  @maxValue(100)
  dailyLossAlertPercent: int
}

@export()
var desks = {
  dev: {
    name: 'dev'
    plan: 'Dedicated'
    planSize: 'B1'
    alwaysReady: 1
    maximumInstances: 1
    broker: 'simulated'
    allowLive: false
    redisSize: 'Balanced_B0'
    redisHighAvailability: false
    redisPersistence: false
    durableBackend: 'AzureStorage'
    storageRedundancy: 'Standard_LRS'
    logRetentionDays: 30
    dailyLogLimit: 1
    dailyLossAlertPercent: 2
  }
  paper: {
    name: 'paper'
    plan: 'ElasticPremium'
    planSize: 'EP1'
    alwaysReady: 1
    maximumInstances: 1
    broker: 'alpaca-paper'
    allowLive: false
    redisSize: 'Balanced_B0'
    redisHighAvailability: false
    redisPersistence: true
    durableBackend: 'AzureStorage'
    storageRedundancy: 'Standard_LRS'
    logRetentionDays: 30
    dailyLogLimit: 1
    dailyLossAlertPercent: 2
  }
  live: {
    name: 'live'
    plan: 'ElasticPremium'
    planSize: 'EP1'
    alwaysReady: 2
    maximumInstances: 4
    broker: 'alpaca-live'
    allowLive: false
    redisSize: 'Balanced_B1'
    redisHighAvailability: true
    redisPersistence: true
    durableBackend: 'AzureStorage'
    storageRedundancy: 'Standard_ZRS'
    logRetentionDays: 90
    dailyLogLimit: 5
    dailyLossAlertPercent: 2
  }
}

@export()
type Tags = {
  *: string
}
