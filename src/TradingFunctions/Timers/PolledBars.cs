using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.MarketData;

namespace TradingFunctions.Timers;

/// <summary>The bars of a poll: those of a broker come some seconds after they ended, so each poll looks back and tells what is new.</summary>
public sealed class PolledBars(IMarketDataSource source, PollMark mark) : IMarketDataSource
{
    /// <summary>How late a bar of a part of the day may come.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromMinutes(2);

    /// <summary>How late a bar of a day may come.</summary>
    public static readonly TimeSpan DayLate = TimeSpan.FromHours(4);

    public ValueTask<Quote?> QuoteAsync(Symbol symbol, CancellationToken cancellation) => source.QuoteAsync(symbol, cancellation);

    public async ValueTask<ImmutableArray<Bar>> BarsAsync(Symbol symbol, BarPeriod period, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var told = mark.ToldTo(symbol, period, from);
        var bars = await source.BarsAsync(symbol, period, from - (period.IsDaily ? DayLate : Late), to, cancellation);
        bars = [.. bars.Where(bar => bar.End > told)];
        if (!bars.IsEmpty) mark.Polled(symbol, period, bars[^1].End);
        return bars;
    }
}
