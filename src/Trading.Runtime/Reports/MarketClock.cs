using Trading.MarketData;

namespace Trading.Runtime.Reports;

/// <summary>Times as a reader of a report wants them: by the clock of New York.</summary>
internal static class MarketClock
{
    private static readonly TimeSpan Standard = TimeSpan.FromHours(-5);

    /// <summary>The same moment in New York; in standard time before the years that <see cref="EasternTime"/> knows.</summary>
    public static DateTimeOffset At(DateTimeOffset moment) =>
        moment.Year > EasternTime.FirstYear ? EasternTime.At(moment)
        : moment - DateTimeOffset.MinValue < -Standard ? moment
        : moment.ToOffset(Standard);
}
