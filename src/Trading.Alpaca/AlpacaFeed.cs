namespace Trading.Alpaca;

/// <summary>Where Alpaca's market data comes from.</summary>
public enum AlpacaFeed
{
    /// <summary>One exchange, free: a few percent of all trades, so that quotes may be wide and bars lack volume.</summary>
    Iex,

    /// <summary>All exchanges, with a subscription.</summary>
    Sip,
}
