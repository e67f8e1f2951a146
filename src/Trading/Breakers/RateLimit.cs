namespace Trading.Breakers;

/// <summary>How many calls a broker takes in a time.</summary>
public sealed record RateLimit(int Calls, TimeSpan Per)
{
    /// <summary>Alpaca's trading API, an account. https://docs.alpaca.markets/docs/usage-limit-api-calls</summary>
    public static RateLimit AlpacaTrading { get; } = new(200, TimeSpan.FromMinutes(1));

    /// <summary>Alpaca's market data API on the basic plan, an account.</summary>
    public static RateLimit AlpacaData { get; } = new(200, TimeSpan.FromMinutes(1));

    /// <summary>Schwab's Trader API, an application. https://developer.schwab.com</summary>
    public static RateLimit Schwab { get; } = new(120, TimeSpan.FromMinutes(1));

    /// <summary>What is wrong with the limit, or null when it is sound.</summary>
    public string? Problem() => this switch
    {
        { Calls: < 1 } => $"a rate limit allows 1 call or more, not {Calls}",
        { Per.Ticks: < RateLimiterState.Slots } => $"the time of a rate limit is above zero, not {Per}",
        _ => null,
    };
}
