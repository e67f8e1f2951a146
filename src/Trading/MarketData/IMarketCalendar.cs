namespace Trading.MarketData;

/// <summary>When an exchange trades.</summary>
public interface IMarketCalendar
{
    /// <summary>The session of a day in the exchange's zone, or null when it does not trade on that day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The day is outside the years the calendar knows.</exception>
    Session? SessionOn(DateOnly date);

    /// <summary>The session that holds the moment (pre-market to after-hours), or the next one.</summary>
    Session CurrentOrNext(DateTimeOffset time);
}
