using System.Collections.Concurrent;
using Trading.MarketData;

namespace TradingFunctions.Timers;

/// <summary>How far the market data has been polled. It outlives the functions, which are made anew for each run.</summary>
public sealed class PollMark
{
    private static readonly TimeSpan LookBack = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<(Symbol Symbol, BarPeriod Period), DateTimeOffset> _told = new();
    private readonly ConcurrentDictionary<(Symbol Symbol, BarPeriod Period), DateTimeOffset> _polled = new();
    private long _ticks;
    private long _firstTicks;

    /// <summary>Where the next poll begins, in UTC: where the last one ended, and a little back the first time.</summary>
    public DateTimeOffset From(DateTimeOffset now) => Interlocked.Read(ref _ticks) is > 0 and var ticks ? new(ticks, TimeSpan.Zero) : now - LookBack;

    /// <summary>The end of the newest bar that was told, in UTC; before the first where the first poll began.</summary>
    /// <param name="from">Where this poll begins.</param>
    public DateTimeOffset ToldTo(Symbol symbol, BarPeriod period, DateTimeOffset from)
    {
        Interlocked.CompareExchange(ref _firstTicks, from.UtcTicks, 0);
        return _told.TryGetValue((symbol, period), out var end) ? end : new DateTimeOffset(Interlocked.Read(ref _firstTicks), TimeSpan.Zero);
    }

    /// <summary>A poll that is not over yet has bars up to a time, in UTC.</summary>
    public void Polled(Symbol symbol, BarPeriod period, DateTimeOffset end) => _polled[(symbol, period)] = end;

    /// <summary>A poll begins: what an earlier one had and did not get told is asked for again.</summary>
    public void Begin() => _polled.Clear();

    /// <summary>Everything that was polled until a time, in UTC, has been told.</summary>
    public void MoveTo(DateTimeOffset polledTo)
    {
        foreach (var (key, end) in _polled) _told[key] = end;
        Interlocked.Exchange(ref _ticks, polledTo.UtcTicks);
    }
}
