namespace Trading.MarketData;

/// <summary>One trading day of an exchange; all times in UTC.</summary>
/// <param name="Date">The day in the exchange's own zone.</param>
/// <param name="PreMarketOpen">When orders for extended hours are first taken.</param>
/// <param name="Open">The start of regular trading.</param>
/// <param name="Close">The end of regular trading.</param>
/// <param name="AfterHoursClose">When extended hours end.</param>
/// <param name="IsEarlyClose">Whether regular trading ends before its usual time.</param>
public sealed record Session(
    DateOnly Date,
    DateTimeOffset PreMarketOpen,
    DateTimeOffset Open,
    DateTimeOffset Close,
    DateTimeOffset AfterHoursClose,
    bool IsEarlyClose)
{
    /// <summary>Which part of the day a moment falls in; each part begins with its first instant and ends before the next.</summary>
    public SessionPhase PhaseAt(DateTimeOffset time) =>
        time < PreMarketOpen ? SessionPhase.Closed
        : time < Open ? SessionPhase.PreMarket
        : time < Close ? SessionPhase.Regular
        : time < AfterHoursClose ? SessionPhase.AfterHours
        : SessionPhase.Closed;

    /// <summary>From when, and until before when, a part of the day lasts. Of the two closed parts, the one before the day.</summary>
    internal (DateTimeOffset Begins, DateTimeOffset Ends) BoundsOf(SessionPhase phase) => phase switch
    {
        SessionPhase.PreMarket => (PreMarketOpen, Open),
        SessionPhase.Regular => (Open, Close),
        SessionPhase.AfterHours => (Close, AfterHoursClose),
        _ => (DateTimeOffset.MinValue, PreMarketOpen),
    };
}
