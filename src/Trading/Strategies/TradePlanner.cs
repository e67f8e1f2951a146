using System.Collections.Immutable;
using Trading.Indicators;
using Trading.MarketData;
using Trading.Orders;
using Trading.Positions;
using Trading.Trades;

namespace Trading.Strategies;

/// <summary>Turns what a strategy wants into a plan: stop, target, stop policies, and how long the signal holds.</summary>
/// <remarks>
/// <para>
/// Feed it every bar, then ask. The average true range is rounded to a millionth of a dollar and the distances follow from
/// that exactly, so that the stop can be worked out again from the plan. The stop is rounded to a tick away from the entry
/// and is a tick away at least; below a ten-thousandth of a dollar no stop can go. A target is rounded away from the entry
/// too, and one that a short could never reach, at zero or below, is left out.
/// </para>
/// <para>
/// A signal on daily bars holds for four days, which lasts from a Friday's close to the open after a long weekend; any other
/// for the length of a bar, five minutes at least.
/// </para>
/// </remarks>
public sealed class TradePlanner
{
    private const int AtrDecimals = 6;
    private static readonly Price LowestStop = Price.Zero.TickSize();

    private readonly AllowedDirections _directions;
    private readonly TradeProtection _protection;
    private readonly AverageTrueRange? _trueRange;
    private readonly ImmutableArray<StopPolicy> _policies;
    private BarRhythm _rhythm;

    /// <exception cref="ArgumentException">The protection lacks what it builds on.</exception>
    public TradePlanner(AllowedDirections directions, TradeProtection protection)
    {
        if (protection is { AtrPeriod: 0 } and not { Stop: 0, Trail: 0 })
            throw new ArgumentException("A stop or a trail in average true ranges needs a period for them.", nameof(protection));
        if (protection is { Stop: 0 } and not { Target: 0, Trail: 0, BreakEven: 0 })
            throw new ArgumentException("A target, a trail and a break-even need a stop to start from.", nameof(protection));
        _directions = directions;
        _protection = protection;
        _trueRange = protection.AtrPeriod > 0 ? new AverageTrueRange(protection.AtrPeriod) : null;
        _policies = [.. Policies(protection)];
        WarmUpBars = Math.Max(WarmUp.Least, _trueRange is null ? 0 : WarmUp.Wilder(protection.AtrPeriod));
    }

    /// <summary>How many past bars rebuild it.</summary>
    public int WarmUpBars { get; }

    /// <summary>Whether the bars so far were whole sessions.</summary>
    public bool IsDaily => _rhythm.IsDaily;

    /// <summary>Whether a night lies before the last bar.</summary>
    public bool IsFirstOfSession => _rhythm.IsFirstOfSession;

    public void Update(in Bar bar)
    {
        _rhythm.Update(bar);
        _trueRange?.Update(bar);
    }

    public bool Allows(TradeDirection direction) =>
        (_directions & (direction == TradeDirection.Long ? AllowedDirections.Long : AllowedDirections.Short)) != 0;

    /// <summary>Whether a plan could be made now, with its stop if it is to have one.</summary>
    public bool CanPlan(TradeDirection direction, Price reference) =>
        Allows(direction) && reference > LowestStop && (_protection.Stop == 0 || _trueRange!.IsReady);

    /// <summary>A plan to enter at the market, decided at the bar's close; on daily bars in the next opening auction, as the session is over.</summary>
    public TradePlan AtMarket(TradeDirection direction, in Bar bar, string reason) =>
        Plan(direction, bar.End, bar.Close, reason) with { EntryTimeInForce = IsDaily ? TimeInForce.AtTheOpen : TimeInForce.Day };

    /// <summary>A plan to enter where the trigger trades, for the day; the stop is counted from there.</summary>
    public TradePlan AtTrigger(TradeDirection direction, in Bar bar, Price trigger, string reason) =>
        Plan(direction, bar.End, trigger, reason) with { EntryType = OrderType.Stop, EntryTrigger = trigger };

    private TradePlan Plan(TradeDirection direction, DateTimeOffset signaledAt, Price reference, string reason)
    {
        var range = _trueRange is { IsReady: true } ready ? Price.FromDouble(Math.Round(ready.Value, AtrDecimals)) : Price.Zero;
        Price? stop = _protection.Stop > 0 ? StopFrom(direction, reference, Times(range, _protection.Stop)) : null;
        return new TradePlan
        {
            Direction = direction,
            ReferencePrice = reference,
            SignaledAt = signaledAt,
            ValidFor = _rhythm.ValidFor,
            StopPrice = stop,
            TargetPrice = stop is { } at && _protection.Target > 0 ? TargetFrom(reference, at) : null,
            StopPolicies = _protection.TimeLimit > 0
                ? _policies.Add(new StopPolicy.TimeLimit(_rhythm.TimeOf(_protection.TimeLimit)))
                : _policies,
            AverageTrueRange = range.IsPositive ? range : null,
            Reason = reason,
        };
    }

    private static Price StopFrom(TradeDirection direction, Price reference, Price distance)
    {
        var apart = Price.Max(distance, reference.TickSize());
        var stop = direction == TradeDirection.Long ? Price.Max(reference - apart, LowestStop) : reference + apart;
        return direction == TradeDirection.Long ? stop.RoundDown(stop.TickSize()) : stop.RoundUp(stop.TickSize());
    }

    private Price? TargetFrom(Price reference, Price stop)
    {
        var target = reference + Times(reference - stop, _protection.Target);
        var rounded = stop < reference ? target.RoundUp(target.TickSize()) : target.RoundDown(target.TickSize());
        return rounded.IsPositive ? rounded : null;
    }

    private static Price Times(Price distance, decimal multiple) => Price.FromDecimal(distance.ToDecimal() * multiple);

    private static IEnumerable<StopPolicy> Policies(TradeProtection protection)
    {
        if (protection.Trail > 0) yield return new StopPolicy.AverageTrueRange(protection.AtrPeriod, protection.Trail);
        if (protection.BreakEven > 0) yield return new StopPolicy.BreakEven(protection.BreakEven, Price.Zero);
    }
}
