using Trading.MarketData;

namespace TradingFunctions.Paper;

/// <summary>A market that never closes, for trying a paper desk out when the exchange is closed.</summary>
public sealed class AlwaysOpen : IMarketCalendar
{
    public Session? SessionOn(DateOnly date)
    {
        var midnight = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero);
        return new Session(date, midnight, midnight, midnight.AddDays(1), midnight.AddDays(1), IsEarlyClose: false);
    }

    public Session CurrentOrNext(DateTimeOffset time) => SessionOn(DateOnly.FromDateTime(time.UtcDateTime))!;
}
