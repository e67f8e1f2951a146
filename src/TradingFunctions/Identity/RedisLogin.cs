using Azure.Core;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace TradingFunctions.Identity;

/// <summary>Logs in to Redis with a token of the app's identity, and again before that ends, because Redis closes a connection whose token has ended.</summary>
/// <remarks>
/// https://learn.microsoft.com/azure/redis/entra-for-authentication. A connection that is made anew takes the newest token; those that are
/// there are authenticated again. It speaks RESP3, where subscriptions share the connection of the commands: one of their own could not be
/// authenticated again.
/// </remarks>
public sealed partial class RedisLogin(string principalId, TokenCredential credential, TimeProvider clock, ILogger<RedisLogin> log) : DefaultOptionsProvider
{
    private const string Scope = "https://redis.azure.com/.default";

    /// <summary>How long a credential that gives the old token again, or none, is left alone.</summary>
    public static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(30);

    /// <summary>The part of a token's time after which another is asked for.</summary>
    private const double RenewedAfter = 0.75;

    private AccessToken _token;

    public override string? User => principalId;

    public override string? Password => _token.Token;

    public override RedisProtocol? Protocol => RedisProtocol.Resp3;

    public override bool SharedSubscriptionConnection => true;

    /// <summary>Azure Managed Redis is newer still; RESP3 is not tried with a server that may be older than 6.</summary>
    public override Version DefaultVersion { get; } = new(6, 0);

    /// <summary>Gets the first token, without which there is no connection.</summary>
    /// <exception cref="Exception">What the credential throws when it gives none.</exception>
    public void Begin() => _token = credential.GetToken(new TokenRequestContext([Scope]), CancellationToken.None);

    /// <summary>Keeps the connections authenticated until it is told to end.</summary>
    public async Task KeepAsync(IConnectionMultiplexer redis, CancellationToken cancellation)
    {
        var (got, isFresh) = (clock.GetUtcNow(), true);
        while (true)
        {
            var wait = isFresh ? RenewedAfter * (_token.ExpiresOn - got) : BetweenTries;
            await Task.Delay(wait > BetweenTries ? wait : BetweenTries, clock, cancellation);
            isFresh = await RenewAsync(redis, cancellation);
            got = clock.GetUtcNow();
        }
    }

    private async Task<bool> RenewAsync(IConnectionMultiplexer redis, CancellationToken cancellation)
    {
        try
        {
            var next = await credential.GetTokenAsync(new TokenRequestContext([Scope]), cancellation);
            if (next.Token == _token.Token) return false;
            _token = next;
            foreach (var server in redis.GetServers())
                if (server.IsConnected) await server.ExecuteAsync("AUTH", principalId, next.Token);
            return true;
        }
#pragma warning disable CA1031 // whatever keeps a token away, the old one holds for a while and the next try may bring another
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotRenewed(fault, _token.ExpiresOn);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The token for Redis was not renewed; connections are closed when it ends at {End:u}")]
    private partial void LogNotRenewed(Exception fault, DateTimeOffset end);
}
