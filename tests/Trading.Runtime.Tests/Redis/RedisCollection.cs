namespace Trading.Runtime.Tests.Redis;

[CollectionDefinition]
public sealed class RedisCollection : ICollectionFixture<SharedRedis>;
