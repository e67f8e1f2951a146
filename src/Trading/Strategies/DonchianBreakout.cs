using System.Globalization;
using Trading.Indicators;
using Trading.MarketData;
using Trading.Trades;

namespace Trading.Strategies;

/// <summary>Enters where the price leaves the channel of the last n bars, and leaves where it falls out of the other side of a shorter one.</summary>
/// <remarks>
/// <para>
/// A breakout is signalled once: not again before the exit channel has been left, even if the trade was stopped out or never
/// made. So what the strategy holds true follows from the last breakout or exit, and is found again from the bars.
/// </para>
/// <para>
/// With a stop order the trade is decided before the breakout. One order for the day is sent with the first bar of a session,
/// and with the second bar after an exit; with daily bars, each evening for the next day. It counts as filled when a bar
/// reaches its trigger. What opens out of the channel with no order waiting is entered when it goes further.
/// </para>
/// Curtis Faith, The Original Turtle Trading Rules, 2003: system 1, without its filter of winning breakouts and its adding of units.
/// </remarks>
public sealed class DonchianBreakout : IStrategy
{
    // Between the last breakout or exit and now the price moved inside a narrowing channel, which it hardly does for this long.
    private const int MemoryInPeriods = 20;

    // One-minute bars of a day with its extended hours: the bar that the waiting order was sent with is among them.
    private const int BarsOfLongestDay = 960;

    private readonly DonchianBreakoutParameters _parameters;
    private readonly TradePlanner _planner;
    private readonly DonchianChannel _entry;
    private readonly DonchianChannel _exit;
    private bool _isLong;
    private bool _isShort;
    private Price? _waitingAt;

    /// <exception cref="ArgumentException">
    /// The exit channel is longer than the entry's, a stop order is to wait on both sides, or the protection does not fit together.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A period is out of range.</exception>
    public DonchianBreakout(DonchianBreakoutParameters parameters)
    {
        if (parameters.ExitPeriod > parameters.EntryPeriod)
        {
            throw new ArgumentException(
                $"The exit channel, of {parameters.ExitPeriod} bars, must not be longer than the entry's, of {parameters.EntryPeriod}.", nameof(parameters));
        }
        if (parameters is { Entry: BreakoutEntry.StopOrder, Directions: AllowedDirections.Both })
            throw new ArgumentException("A stop order waits on one side: run the strategy twice for both.", nameof(parameters));
        _parameters = parameters;
        _planner = new TradePlanner(parameters.Directions, parameters.Protection);
        _entry = new DonchianChannel(parameters.EntryPeriod, DonchianWindow.IncludingCurrent);
        _exit = new DonchianChannel(parameters.ExitPeriod, DonchianWindow.IncludingCurrent);
        var memory = MemoryInPeriods * parameters.EntryPeriod;
        WarmUpBars = Math.Max(_planner.WarmUpBars, parameters.Entry == BreakoutEntry.StopOrder ? Math.Max(memory, BarsOfLongestDay) : memory);
    }

    public int WarmUpBars { get; }

    public StrategySignal? OnBar(in Bar bar)
    {
        var (wasReady, upper, lower, exitUpper, exitLower) = (_entry.IsReady, _entry.Upper, _entry.Lower, _exit.Upper, _exit.Lower);
        _planner.Update(bar);
        _entry.Update(bar);
        _exit.Update(bar);
        if (!wasReady) return null;

        if (_parameters.Entry == BreakoutEntry.StopOrder)
        {
            return _parameters.Directions == AllowedDirections.Long
                ? Wait(TradeDirection.Long, bar, exitLower, ref _isLong)
                : Wait(TradeDirection.Short, bar, exitUpper, ref _isShort);
        }
        var exit = Leave(TradeDirection.Long, bar, exitLower, ref _isLong) ?? Leave(TradeDirection.Short, bar, exitUpper, ref _isShort);
        var entry = Enter(TradeDirection.Long, bar, upper, ref _isLong) ?? Enter(TradeDirection.Short, bar, lower, ref _isShort);
        return exit is null && entry is null ? null : new StrategySignal(exit, entry);
    }

    private ExitSignaled? Leave(TradeDirection direction, in Bar bar, double bound, ref bool isIn)
    {
        if (!isIn || !IsBeyond(direction.Opposite(), bar.Close, bound)) return null;
        isIn = false;
        return new ExitSignaled(direction, bar.Close, Reason(direction.Opposite(), $"close {bar.Close}", bound, _parameters.ExitPeriod));
    }

    private TradePlan? Enter(TradeDirection direction, in Bar bar, double bound, ref bool isIn)
    {
        if (isIn || !IsBeyond(direction, bar.Close, bound) || !_planner.CanPlan(direction, bar.Close)) return null;
        isIn = true;
        return _planner.AtMarket(direction, bar, Reason(direction, $"close {bar.Close}", bound, _parameters.EntryPeriod));
    }

    private StrategySignal? Wait(TradeDirection direction, in Bar bar, double exitBound, ref bool isIn)
    {
        // An order sent within a session dies with it; one sent in the evening is good for the next day.
        if (_planner.IsFirstOfSession && !_planner.IsDaily) _waitingAt = null;
        if (IsReached(direction, bar)) (isIn, _waitingAt) = (true, null);
        if (Leave(direction, bar, exitBound, ref isIn) is { } exit) return new StrategySignal(exit, null);
        if (_planner.IsDaily) _waitingAt = null;
        if (isIn || _waitingAt is not null) return null;

        var bound = direction == TradeDirection.Long ? _entry.Upper : _entry.Lower;
        var trigger = Beyond(direction, Price.FromDouble(bound));
        if (!_planner.CanPlan(direction, trigger)) return null;
        _waitingAt = trigger;
        return new StrategySignal(
            null, _planner.AtTrigger(direction, bar, trigger, Reason(direction, $"stop order at {trigger}", bound, _parameters.EntryPeriod)));
    }

    private bool IsReached(TradeDirection direction, in Bar bar) =>
        _waitingAt is { } trigger && (direction == TradeDirection.Long ? bar.High >= trigger : bar.Low <= trigger);

    private static Price Beyond(TradeDirection direction, Price bound)
    {
        var tick = bound.TickSize();
        return direction == TradeDirection.Long ? bound.RoundDown(tick) + tick : bound.RoundUp(tick) - tick;
    }

    private static bool IsBeyond(TradeDirection direction, Price price, double bound) =>
        direction == TradeDirection.Long ? price.ToDouble() > bound : price.ToDouble() < bound;

    private static string Reason(TradeDirection towards, string what, double bound, int period) => string.Create(
        CultureInfo.InvariantCulture,
        $"{what} {(towards == TradeDirection.Long ? "above the highest high" : "below the lowest low")} of {period} bars ({bound:0.00##})");
}
