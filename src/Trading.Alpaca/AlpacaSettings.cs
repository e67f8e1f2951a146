using Alpaca.Markets;
using Trading.Breakers;
using Trading.Runtime.Configuration;
using Trading.Runtime.Resilience;

namespace Trading.Alpaca;

/// <summary>What is configured of one Alpaca account. Paper and live are two configurations that share nothing.</summary>
public sealed record AlpacaSettings
{
    /// <summary>The account's name on the desk.</summary>
    public required string Account { get; init; }

    public required AlpacaKeys Keys { get; init; }

    /// <summary>Whether real money is traded. The account at the broker must be of this kind.</summary>
    public required bool IsLive { get; init; }

    public AlpacaFeed Feed { get; init; } = AlpacaFeed.Iex;

    /// <summary>Time-outs, retries of reads and limits.</summary>
    public CallPolicies Calls { get; init; } = CallPolicies.Alpaca;

    /// <summary>How often the orders are asked for, to find what the stream missed.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a silent stream is pinged; one that answers no ping within the same time is taken for dead.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The first wait before a lost stream is connected again; doubled each time it fails, up to a minute.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Another host for all three APIs, such as a fake; null for Alpaca's own.</summary>
    public Uri? Host { get; init; }

    /// <summary>The breaker that guards the calls: <see cref="BreakerNames"/>.</summary>
    public string Breaker => IsLive ? BreakerNames.AlpacaLive : BreakerNames.AlpacaPaper;

    /// <summary>The settings of an account as the configuration file and the environment have them.</summary>
    /// <exception cref="ArgumentException">The keys are not in the environment.</exception>
    public static AlpacaSettings From(AlpacaConfiguration configured, string account, bool isLive, Func<string, string?> variable) => new()
    {
        Account = account,
        Keys = AlpacaKeys.From(variable, isLive),
        IsLive = isLive,
        Feed = configured.IsSip ? AlpacaFeed.Sip : AlpacaFeed.Iex,
        Calls = Within(
            CallPolicies.Alpaca
                .WithLimit("trading", new RateLimit(configured.TradingCallsPerMinute, TimeSpan.FromMinutes(1)))
                .WithLimit("data", new RateLimit(configured.DataCallsPerMinute, TimeSpan.FromMinutes(1))),
            configured.Timeout),
        SweepInterval = configured.SweepInterval,
        Host = configured.Host,
    };

    internal Uri TradingUrl => Host ?? Hosts.AlpacaTradingApi;

    internal Uri DataUrl => Host ?? Hosts.AlpacaDataApi;

    internal Uri StreamUrl => Host is null
        ? Hosts.AlpacaStreamingApi
        : new UriBuilder(Host) { Scheme = Host.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs, Path = "/stream" }.Uri;

    internal SecretKey SecretKey => new(Keys.KeyId.Reveal(), Keys.SecretKey.Reveal());

    private static CallPolicies Within(CallPolicies calls, TimeSpan timeout) => new()
    {
        TradingRead = calls.TradingRead with { Timeout = timeout },
        OrderWrite = calls.OrderWrite with { Timeout = timeout },
        MarketData = calls.MarketData with { Timeout = timeout },
        Token = calls.Token,
    };

    private IEnvironment Hosts => IsLive ? Environments.Live : Environments.Paper;
}
