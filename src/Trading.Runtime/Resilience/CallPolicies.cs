using Trading.Breakers;

namespace Trading.Runtime.Resilience;

/// <summary>The policy of each class of calls to one broker.</summary>
/// <remarks>Immutable. The limits are those of section "Rate limits" in docs/breakers.md.</remarks>
public sealed record CallPolicies
{
    private static readonly CallPolicy Write = new() { Timeout = TimeSpan.FromSeconds(10) };
    private static readonly CallPolicy Read = new() { Timeout = TimeSpan.FromSeconds(8), Retries = 2 };

    /// <summary>Alpaca: trading and data are limited apart.</summary>
    public static CallPolicies Alpaca { get; } = new()
    {
        TradingRead = Read with { Bucket = "trading", Limit = RateLimit.AlpacaTrading, Reserve = 40 },
        OrderWrite = Write with { Bucket = "trading", Limit = RateLimit.AlpacaTrading },
        MarketData = Read with { Bucket = "data", Limit = RateLimit.AlpacaData },
        Token = Write,
    };

    /// <summary>Schwab: one limit for all but the tokens, which are asked for every half hour.</summary>
    public static CallPolicies Schwab { get; } = new()
    {
        TradingRead = Read with { Limit = RateLimit.Schwab, Reserve = 20 },
        OrderWrite = Write with { Limit = RateLimit.Schwab },
        MarketData = Read with { Limit = RateLimit.Schwab, Reserve = 40 },
        Token = Write,
    };

    public required CallPolicy TradingRead { get; init; }
    public required CallPolicy OrderWrite { get; init; }
    public required CallPolicy MarketData { get; init; }
    public required CallPolicy Token { get; init; }

    public CallPolicy Of(CallClass calls) => calls switch
    {
        CallClass.TradingRead => TradingRead,
        CallClass.OrderWrite => OrderWrite,
        CallClass.MarketData => MarketData,
        CallClass.Token => Token,
        _ => throw new ArgumentOutOfRangeException(nameof(calls), calls, "Not a class of calls."),
    };

    /// <summary>The same with another limit in every bucket of a name; a reserve that would leave nothing is taken back.</summary>
    public CallPolicies WithLimit(string bucket, RateLimit limit) => new()
    {
        TradingRead = Limited(TradingRead, bucket, limit),
        OrderWrite = Limited(OrderWrite, bucket, limit),
        MarketData = Limited(MarketData, bucket, limit),
        Token = Limited(Token, bucket, limit),
    };

    /// <summary>What is wrong with the policies, or null when they are sound.</summary>
    public string? Problem() =>
        OrderWrite.Retries > 0 ? "an order is never sent twice; what was not answered is looked up"
        : Token.Retries > 0 ? "a token is never asked for twice; a refresh may use up the token it was made with"
        : TradingRead.Problem() ?? OrderWrite.Problem() ?? MarketData.Problem() ?? Token.Problem();

    private static CallPolicy Limited(CallPolicy policy, string bucket, RateLimit limit) => policy.Bucket != bucket || policy.Limit is null
        ? policy
        : policy with { Limit = limit, Reserve = Math.Min(policy.Reserve, limit.Calls / 3) };
}
