namespace Trading.Runtime.Resilience;

/// <summary>The classes of calls to a broker. Each has its own time-out, retries and share of the rate limit: <see cref="CallPolicy"/>.</summary>
public enum CallClass
{
    /// <summary>A look-up of orders, positions or the account. Asking twice changes nothing.</summary>
    TradingRead,

    /// <summary>An order sent, replaced or canceled. Never repeated: what was not answered is looked up.</summary>
    OrderWrite,

    /// <summary>Quotes, bars, market hours. Asking twice changes nothing.</summary>
    MarketData,

    /// <summary>An access token. Never repeated: a refresh may use up the token it was made with.</summary>
    Token,
}
