namespace Trading.Strategies;

/// <summary>What <see cref="DonchianBreakout"/> may be told. Periods are in bars.</summary>
/// <remarks>The defaults are the Turtles' first system: 20 days in, 10 days out, a stop at 2 N with N over 20 days.</remarks>
public sealed record DonchianBreakoutParameters
{
    public int EntryPeriod { get; init; } = 20;

    /// <summary>Not longer than <see cref="EntryPeriod"/>.</summary>
    public int ExitPeriod { get; init; } = 10;

    public BreakoutEntry Entry { get; init; } = BreakoutEntry.OnClose;

    /// <summary>One only, with <see cref="BreakoutEntry.StopOrder"/>.</summary>
    public AllowedDirections Directions { get; init; } = AllowedDirections.Long;

    public TradeProtection Protection { get; init; } = new() { AtrPeriod = 20 };
}
