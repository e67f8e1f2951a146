using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Runtime.Brokers.Schwab;

namespace Trading.Runtime.Brokers;

/// <summary>The bars of a broker as they end: asked for in the background, so that no round of a desk waits for them, and told once each.</summary>
/// <remarks>
/// A bar is asked for two seconds after it ended. A broker may know it only later, or never where nobody traded: it is asked for again
/// after waits that double, until it is too late for it. So a symbol costs one call a bar when it trades, and some five when it does not.
/// What ended while nobody ran is not told; strategies are rebuilt from the history.
/// </remarks>
public sealed partial class BarFeed : IMarketDataSource
{
    private const int MostAtOnce = 4;
    private const int MostWaiting = 4096;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly IMarketDataSource _source;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly ImmutableArray<AwaitedBars> _series;

    public BarFeed(IMarketDataSource source, IEnumerable<(Symbol Symbol, BarPeriod Period)> watched, IMarketCalendar calendar, TimeProvider clock, ILogger log)
    {
        (_source, _clock, _log) = (source, clock, log);
        _series = [.. watched.Select(one => new AwaitedBars(one.Symbol, one.Period, calendar))];
    }

    public ValueTask<Quote?> QuoteAsync(Symbol symbol, CancellationToken cancellation) => _source.QuoteAsync(symbol, cancellation);

    /// <summary>The bars that have come and have not been told yet, oldest first.</summary>
    public ValueTask<ImmutableArray<Bar>> BarsAsync(Symbol symbol, BarPeriod period, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        foreach (var series in _series)
            if (series.Symbol == symbol && series.Period == period) return new(series.Take(to));
        return new([]);
    }

    /// <summary>Asks for bars as they end, until canceled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var began = _clock.GetUtcNow();
        foreach (var series in _series) series.BeginAt(began);
        while (true)
        {
            var now = _clock.GetUtcNow();
            var due = _series.Where(series => series.IsDue(now)).ToArray();
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellation }, (series, token) => AskAsync(series, now, token));
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellation);
        }
    }

    private async ValueTask AskAsync(AwaitedBars series, DateTimeOffset now, CancellationToken cancellation)
    {
        ImmutableArray<Bar> bars = [];
        try
        {
            bars = await _source.BarsAsync(series.Symbol, series.Period, series.Newest, now, cancellation);
        }
        catch (MarketDataUnavailableException away)
        {
            LogNotTold(series.Symbol, away.Message);
        }
        series.Came(bars, now, MostWaiting);
    }

    [LoggerMessage(EventId = 4201, Level = LogLevel.Warning, Message = "No bars of {Symbol}, they are asked for again: {Reason}")]
    private partial void LogNotTold(Symbol symbol, string reason);
}
