using System.Collections.Immutable;

namespace Trading.MarketData;

/// <summary>Builds longer bars from shorter ones, as they come, on the grid of the session.</summary>
/// <remarks>
/// <para>Periods are counted from the open of regular trading, and the last one ends at the close; a day is the whole of regular
/// trading. A bar is given out as soon as its period has ended: with the bar that ends with it, with the first bar after it,
/// or when <see cref="AdvanceTo"/> says that the time has passed. A period in which nothing traded has no bar.</para>
/// <para>Constant time and no garbage a bar. One symbol a resampler. What has been completed must be taken before more is
/// added:</para>
/// <code>
/// resampler.Add(minute);
/// while (resampler.TryTake(out var bar)) Use(bar);
/// </code>
/// </remarks>
public sealed class BarResampler
{
    private readonly IMarketCalendar _calendar;
    private Session? _session;
    private DateTimeOffset _seen = DateTimeOffset.MinValue;

    // The bar that is growing, in parts: to change them costs less than to copy a bar with every minute.
    private bool _isGrowing;
    private DateTimeOffset _start;
    private DateTimeOffset _end;
    private Price _open;
    private Price _high;
    private Price _low;
    private Price _close;
    private long _volume;

    // One bar can complete two: the one before it, which lacked its last minutes, and its own.
    private Bar _first;
    private Bar _second;
    private int _completed;

    /// <exception cref="ArgumentOutOfRangeException">The period has no length.</exception>
    public BarResampler(BarPeriod period, IMarketCalendar calendar)
    {
        if (period.Minutes < 1) throw new ArgumentOutOfRangeException(nameof(period), period, "A period to resample to has a length.");
        Period = period;
        _calendar = calendar;
    }

    public BarPeriod Period { get; }

    /// <summary>Counts a bar in. False when it is none of regular trading, or starts before the last one counted ended.</summary>
    /// <exception cref="ArgumentException">The bar runs over the end of its period: it is too long for the grid.</exception>
    /// <exception cref="InvalidOperationException">Completed bars have not been taken.</exception>
    public bool Add(in Bar bar)
    {
        if (_completed > 0) throw new InvalidOperationException("Take the completed bars before adding another one.");
        if (bar.Start < _seen) return false;
        if (_isGrowing && bar.Start < _end)
        {
            RequireFit(bar, _end);
            Grow(bar);
        }
        else
        {
            AdvanceTo(bar.Start);
            if (!TryOpenPeriod(bar)) return false;
        }
        _seen = bar.End;
        if (bar.End >= _end) Complete();
        return true;
    }

    /// <summary>Says that a time has come: a period that has ended by then is completed with what was seen of it.</summary>
    public void AdvanceTo(DateTimeOffset now)
    {
        if (_isGrowing && now >= _end) Complete();
    }

    /// <summary>Takes the earliest bar that is completed, if there is one.</summary>
    public bool TryTake(out Bar completed)
    {
        completed = _first;
        if (_completed == 0) return false;
        _first = _second;
        _completed--;
        return true;
    }

    /// <summary>Resamples a whole series.</summary>
    /// <param name="series">Bars that fit the grid: of one minute, or of a length that divides the period.</param>
    /// <param name="period">The length of the bars wanted.</param>
    /// <param name="calendar">The sessions that make the grid.</param>
    /// <param name="asOf">The time it is: a last period that has not ended by then is left out. The end of the last bar when null.</param>
    /// <exception cref="ArgumentException">A bar of the series is too long for the grid.</exception>
    public static BarSeries Resample(BarSeries series, BarPeriod period, IMarketCalendar calendar, DateTimeOffset? asOf = null)
    {
        var resampler = new BarResampler(period, calendar);
        var bars = ImmutableArray.CreateBuilder<Bar>();
        foreach (ref readonly var bar in series.Bars.AsSpan())
        {
            resampler.Add(bar);
            while (resampler.TryTake(out var whole)) bars.Add(whole);
        }
        if (asOf is { } now) resampler.AdvanceTo(now);
        while (resampler.TryTake(out var whole)) bars.Add(whole);
        return new BarSeries(series.Symbol, period, bars.DrainToImmutable());
    }

    private bool TryOpenPeriod(in Bar bar)
    {
        if (_session is null || bar.Start < _session.PreMarketOpen || bar.Start >= _session.AfterHoursClose)
            _session = _calendar.CurrentOrNext(bar.Start);
        if (_session.PhaseAt(bar.Start) != SessionPhase.Regular) return false;

        var (start, end) = (_session.Open, _session.Close);
        if (!Period.IsDaily)
        {
            var length = Period.Length.Ticks;
            start = start.AddTicks((bar.Start - start).Ticks / length * length);
            end = start.AddTicks(length) < end ? start.AddTicks(length) : end;
        }
        RequireFit(bar, end);
        (_isGrowing, _start, _end) = (true, start, end);
        (_open, _high, _low, _close, _volume) = (bar.Open, bar.High, bar.Low, bar.Close, bar.Volume);
        return true;
    }

    private void Grow(in Bar bar)
    {
        if (bar.High > _high) _high = bar.High;
        if (bar.Low < _low) _low = bar.Low;
        _close = bar.Close;
        _volume = checked(_volume + bar.Volume);
    }

    private void RequireFit(in Bar bar, DateTimeOffset end)
    {
        // A bar of the feed may run past a close that came early; what follows the close is not in it.
        if (bar.End > end && end < _session!.Close)
            throw new ArgumentException(
                $"The bar from {bar.Start:u} to {bar.End:u} runs over {end:u}, where a period of {Period} ends: it needs shorter bars.",
                nameof(bar));
    }

    private void Complete()
    {
        var whole = new Bar(_start, _end, _open, _high, _low, _close, _volume);
        if (_completed == 0) _first = whole;
        else _second = whole;
        _completed++;
        _isGrowing = false;
        if (_seen < _end) _seen = _end;
    }
}
