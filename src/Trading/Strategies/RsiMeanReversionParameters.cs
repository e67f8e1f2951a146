namespace Trading.Strategies;

/// <summary>What <see cref="RsiMeanReversion"/> may be told. Periods are in bars, levels 0 to 100 and for long trades; shorts mirror them.</summary>
/// <remarks>The defaults follow Connors and Alvarez, Short Term Trading Strategies That Work, 2008, with a stop and a time limit added.</remarks>
public sealed record RsiMeanReversionParameters
{
    public int RsiPeriod { get; init; } = 2;

    /// <summary>Enter below it; a short above 100 less it.</summary>
    public double Oversold { get; init; } = 10;

    /// <summary>Leave above it; a short below 100 less it. Above <see cref="Oversold"/>; with both directions, not above 100 less that.</summary>
    public double ExitLevel { get; init; } = 70;

    /// <summary>The simple average that the close must be above to buy and below to sell short; zero for no such filter.</summary>
    public int TrendPeriod { get; init; } = 200;

    public AllowedDirections Directions { get; init; } = AllowedDirections.Long;

    public TradeProtection Protection { get; init; } = new() { Stop = 3, TimeLimit = 10 };
}
