using Azure.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using Trading.Runtime.Tests.Redis;
using TradingFunctions.Identity;

namespace TradingFunctions.Tests.Identity;

/// <summary>Against a Redis that lets a user in by a password, as one in Azure lets an identity in by a token.</summary>
public sealed class RedisLoginTests
{
    private const string Principal = "6f1b9a52-0000-0000-0000-00000000000a";
    private static readonly DateTimeOffset Now = new(2026, 8, 21, 14, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Now);
    private readonly TokensInHand _credential = new(new AccessToken("the first token", Now.AddHours(1)));

    [Fact]
    public async Task The_app_is_in_Redis_who_its_token_says_it_is()
    {
        await using var server = await RedisServer.StartAsync();
        await using var operated = await server.ConnectAsync();
        await LetInAsync(operated, "the first token");

        await using var redis = await ConnectAsync(server, Login());

        Assert.Equal(Principal, (string?)await redis.GetDatabase().ExecuteAsync("ACL", "WHOAMI"));
        Assert.Equal(["https://redis.azure.com/.default"], _credential.Scopes);
        // One connection for all, which can be authenticated again; of a second one, for subscriptions, that could not be said.
        await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("a channel"), (_, _) => { });
        var clients = ((string?)await operated.GetServers()[0].ExecuteAsync("CLIENT", "LIST") ?? "").Split('\n').Where(client => client.Contains($"user={Principal} ", StringComparison.Ordinal));
        Assert.Contains(" resp=3", Assert.Single(clients), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_a_token_ends_the_connections_are_authenticated_with_the_next_and_new_ones_take_it()
    {
        await using var server = await RedisServer.StartAsync();
        await using var operated = await server.ConnectAsync();
        await LetInAsync(operated, "the first token");
        var login = Login();
        await using var redis = await ConnectAsync(server, login);
        using var ending = new CancellationTokenSource();
        var keeping = login.KeepAsync(redis, ending.Token);
        var before = await CallsOfAuthAsync(operated);

        _credential.Token = new AccessToken("the second token", Now.AddHours(2));
        await LetInAsync(operated, "the second token");
        _clock.Advance(TimeSpan.FromMinutes(46));

        await Until.TrueAsync(() => CallsOfAuthAsync(operated), calls => calls > before);
        await operated.GetServers()[0].ExecuteAsync("CLIENT", "KILL", "USER", Principal);
        await Until.TrueAsync(() => WhoAsync(redis), who => who == Principal);
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => keeping);
    }

    [Fact]
    public async Task A_credential_that_gives_none_is_asked_again_soon()
    {
        await using var server = await RedisServer.StartAsync();
        await using var operated = await server.ConnectAsync();
        await LetInAsync(operated, "the first token");
        var login = Login();
        await using var redis = await ConnectAsync(server, login);
        using var ending = new CancellationTokenSource();
        var keeping = login.KeepAsync(redis, ending.Token);
        var before = await CallsOfAuthAsync(operated);

        _credential.Fault = new InvalidOperationException("the identity's endpoint is away");
        _clock.Advance(TimeSpan.FromMinutes(46));
        await Until.TrueAsync(() => Task.FromResult(_credential.Asked), asked => asked == 2);
        (_credential.Fault, _credential.Token) = (null, new AccessToken("the second token", Now.AddHours(2)));
        await LetInAsync(operated, "the second token");

        await Until.TrueAsync(
            () =>
            {
                _clock.Advance(RedisLogin.BetweenTries);
                return CallsOfAuthAsync(operated);
            },
            calls => calls > before);
        Assert.False(keeping.IsCompleted);
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => keeping);
    }

    private RedisLogin Login()
    {
        var login = new RedisLogin(Principal, _credential, _clock, NullLogger<RedisLogin>.Instance);
        login.Begin();
        return login;
    }

    private static async Task<ConnectionMultiplexer> ConnectAsync(RedisServer server, RedisLogin login)
    {
        var options = ConfigurationOptions.Parse($"127.0.0.1:{server.Port},abortConnect=false");
        options.Defaults = login;
        return await ConnectionMultiplexer.ConnectAsync(options);
    }

    /// <summary>The token that lets the identity in from now on; connections that are there stay.</summary>
    private static Task<RedisResult> LetInAsync(ConnectionMultiplexer operated, string token) =>
        operated.GetServers()[0].ExecuteAsync("ACL", "SETUSER", Principal, "on", "resetpass", $">{token}", "~*", "&*", "+@all");

    private static async Task<int> CallsOfAuthAsync(ConnectionMultiplexer operated)
    {
        var all = (string?)await operated.GetServers()[0].ExecuteAsync("INFO", "commandstats") ?? "";
        var line = all.Split('\n').FirstOrDefault(one => one.StartsWith("cmdstat_auth:calls=", StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(line["cmdstat_auth:calls=".Length..line.IndexOf(',', StringComparison.Ordinal)], null);
    }

    private static async Task<string?> WhoAsync(ConnectionMultiplexer redis)
    {
        try
        {
            return (string?)await redis.GetDatabase().ExecuteAsync("ACL", "WHOAMI");
        }
        catch (RedisException)
        {
            return null; // it is connecting again
        }
    }
}
