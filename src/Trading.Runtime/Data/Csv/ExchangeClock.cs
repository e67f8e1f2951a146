using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>The clock of New York in ticks, quick for times that come in order.</summary>
/// <remarks>Before 1967, when there was no common rule for daylight saving time, it stands at UTC-5 all year.</remarks>
internal sealed class ExchangeClock
{
    private long _localHour = -1;
    private long _localOffset;
    private bool _localIsSkipped;
    private long _utcHour = -1;
    private long _utcOffset;

    /// <summary>The UTC ticks at which the clock shows a time.</summary>
    public long ToUtc(long localTicks)
    {
        // Clocks change on the hour, so one hour has one offset.
        var hour = localTicks / TimeSpan.TicksPerHour;
        if (hour != _localHour)
        {
            var local = new DateTime(localTicks);
            _localOffset = local.Year < EasternTime.FirstYear
                ? -5 * TimeSpan.TicksPerHour
                : localTicks - EasternTime.ToUtc(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local)).UtcTicks;
            _localHour = hour;
            _localIsSkipped = ToLocal(localTicks - _localOffset) != localTicks;
        }
        return localTicks - _localOffset;
    }

    /// <summary>Whether the clock jumps over a time: 2:00 to 3:00 on the day on which daylight saving time begins.</summary>
    public bool Skips(long localTicks)
    {
        ToUtc(localTicks);
        return _localIsSkipped;
    }

    /// <summary>The time that the clock shows, in ticks.</summary>
    public long ToLocal(long utcTicks)
    {
        var hour = utcTicks / TimeSpan.TicksPerHour;
        if (hour != _utcHour)
        {
            var moment = UtcTime.OfTicks(utcTicks);
            // A day's slack: the rule goes by the local year.
            _utcOffset = moment < new DateTimeOffset(EasternTime.FirstYear, 1, 2, 0, 0, 0, TimeSpan.Zero)
                ? -5 * TimeSpan.TicksPerHour
                : EasternTime.OffsetAt(moment).Ticks;
            _utcHour = hour;
        }
        return utcTicks + _utcOffset;
    }
}
