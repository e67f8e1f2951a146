using Trading.MarketData;

namespace TradingFunctions.Paper;

/// <summary>A market that never closes, for trying a paper desk out when the exchange is closed.</summary>
public sealed class AlwaysOpen : IMarketCalendar
{
    public Session? SessionOn(DateOnly date)
    {
        var (midnight, next) = (EasternTime.ToUtc(date, TimeOnly.MinValue), EasternTime.ToUtc(date.AddDays(1), TimeOnly.MinValue));
        return new Session(date, midnight, midnight, next, next, IsEarlyClose: false);
    }

    public Session CurrentOrNext(DateTimeOffset time) => SessionOn(EasternTime.DateAt(time))!;
}
