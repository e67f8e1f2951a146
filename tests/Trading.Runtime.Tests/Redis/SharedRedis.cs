using StackExchange.Redis;

namespace Trading.Runtime.Tests.Redis;

/// <summary>One server for the tests that do not harm it, started by the first of them.</summary>
public sealed class SharedRedis : IAsyncLifetime
{
    private RedisServer? _server;

    public RedisServer Server => _server!;

    public ConnectionMultiplexer Connection { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        Connection = await _server.ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Connection is not null) await Connection.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }
}
