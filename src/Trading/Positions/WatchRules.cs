using Trading.MarketData;
using Trading.Trades;

namespace Trading.Positions;

/// <summary>Follows the stop policies of a trade: says when its stop is to be moved and when it is to be left.</summary>
/// <remarks>
/// <para>The stop and the target of the plan rest at the broker, who executes them. The desk steps in only when the price has
/// been at or beyond one of them for longer than <see cref="WatchSettings.BackstopGrace"/>. A profit target policy and a time
/// limit rest nowhere, so the desk leaves by itself.</para>
/// <para>A bar's high and low count for the excursion and for the best price; everything is decided at its close, so what
/// is decided holds from the next bar on. A bar in which the first shares were bought counts by its close alone. A stop
/// never loosens and is a multiple of the tick. Where a policy wants the stop at or beyond the price, a stop that had
/// followed every trade would have been hit, so the trade is left.</para>
/// <para>With a calendar, prices outside regular hours are passed over, as resting stops pass over them.</para>
/// <para>Pure, and allocates only when something is wanted. The methods that take a watch by reference bring it up to date in
/// place; the others leave it as it is and return the new one.</para>
/// </remarks>
/// <param name="calendar">When the market trades; null where every price counts.</param>
public sealed class WatchRules(WatchSettings settings, IMarketCalendar? calendar)
{
    private Session? _session;

    /// <summary>Begins to follow the policies, once the plan is known and shares are held; unchanged before and after.</summary>
    public WatchDecision Begin(WatchedTrade trade, Watch watch, DateTimeOffset now)
    {
        if (!trade.IsWatched || watch.HasBegun) return new(watch, WatchChange.None, null);
        var plan = trade.Plan!;
        var sign = plan.Direction.Sign();
        watch.Entry = Price.FromDecimal(trade.AverageEntry);
        watch.Best = BestOf(BestOf(watch.Entry, watch.High, sign), watch.Low, sign);
        watch.Stop = plan.StopPrice ?? Price.Zero;
        watch.LeaveAt = StopPolicies.LeaveAt(plan, trade.OpenedAt);
        watch.RangePeriod = StopPolicies.RangePeriod(plan);
        watch.RangeMinutes = settings.StrategyBars.TryGetValue(trade.Position.Scope.Strategy, out var bars) ? bars.Minutes : 0;
        if (watch.RangePeriod > 0 && plan.AverageTrueRange is { } range)
            watch.Range = TrueRangeAverage.Continuing(range, watch.RangePeriod, plan.ReferencePrice);
        var first = plan.StopPrice ?? StopPolicies.Tightest(plan, watch, out _) ?? watch.Entry;
        watch.Risk = Price.Max(Price.Zero, Price.FromUnits(sign * (watch.Entry.Units - first.Units)));
        watch.Target = StopPolicies.Target(plan, watch);
        var change = MoveStop(plan, ref watch, watch.Entry, now, out var wish);
        return new(watch, change, wish);
    }

    /// <summary>Takes in a bar that has ended.</summary>
    public WatchDecision OnBar(WatchedTrade trade, Watch watch, in Bar bar, BarPeriod period, DateTimeOffset now)
    {
        var change = OnBar(trade, ref watch, bar, period, now, out var wish);
        return new(watch, change, wish);
    }

    /// <summary>Takes in a quote, by the price of its last trade; a quote without a price says nothing.</summary>
    public WatchDecision OnQuote(WatchedTrade trade, Watch watch, Quote quote, DateTimeOffset now)
    {
        var change = OnQuote(trade, ref watch, quote, now, out var wish);
        return new(watch, change, wish);
    }

    internal WatchChange OnBar(WatchedTrade trade, ref Watch watch, in Bar bar, BarPeriod period, DateTimeOffset now, out Wish? wish)
    {
        wish = null;
        if (trade.Position.OpenedAt is not { } opened || bar.End <= opened || (calendar is not null && !IsRegular(calendar, bar.End.AddTicks(-1))))
            return WatchChange.None;
        var change = bar.Start >= opened ? Note(trade, ref watch, bar.High, bar.Low) : Note(trade, ref watch, bar.Close, bar.Close);
        if (watch.RangePeriod > 0 && bar.End > watch.RangeUntil && (watch.RangeMinutes == 0 || watch.RangeMinutes == period.Minutes))
        {
            watch.Range = watch.Range.After(bar, watch.RangePeriod);
            watch.RangeMinutes = period.Minutes;
            watch.RangeUntil = bar.End;
            watch.IsDue = true;
            change = WatchChange.Noted;
        }
        return Decide(trade, ref watch, change, bar.Close, bar.End, now, out wish);
    }

    internal WatchChange OnQuote(WatchedTrade trade, ref Watch watch, Quote quote, DateTimeOffset now, out Wish? wish)
    {
        wish = null;
        var price = quote.Last.IsPositive ? quote.Last : quote.Mid;
        if (!price.IsPositive || trade.Position.OpenedAt is not { } opened || quote.Time < opened || (calendar is not null && !IsRegular(calendar, quote.Time)))
            return WatchChange.None;
        var change = Note(trade, ref watch, price, price);
        return Decide(trade, ref watch, change, price, quote.Time, now, out wish);
    }

    private static WatchChange Note(WatchedTrade trade, ref Watch watch, Price high, Price low)
    {
        if (high <= watch.High && low >= watch.Low && watch.Low.IsPositive) return WatchChange.Seen;
        watch.High = Price.Max(watch.High, high);
        watch.Low = watch.Low.IsPositive ? Price.Min(watch.Low, low) : low;
        if (!watch.HasBegun) return WatchChange.Noted;
        var sign = trade.Plan!.Direction.Sign();
        var best = BestOf(watch.Best, sign > 0 ? high : low, sign);
        watch.IsDue |= best != watch.Best;
        watch.Best = best;
        return WatchChange.Noted;
    }

    private WatchChange Decide(WatchedTrade trade, ref Watch watch, WatchChange change, Price price, DateTimeOffset at, DateTimeOffset now, out Wish? wish)
    {
        wish = null;
        if (at < watch.SeenAt) return change == WatchChange.Seen ? WatchChange.None : change;
        watch.SeenAt = at;
        if (!watch.HasBegun || watch.ExitAsked is not null || !trade.IsWatched) return change;

        var plan = trade.Plan!;
        var sign = plan.Direction.Sign();
        var stopPassed = watch.Stop.IsPositive && sign * (price.Units - watch.Stop.Units) <= 0;
        if (stopPassed || (plan.TargetPrice is { } target && sign * (price.Units - target.Units) >= 0))
        {
            if (watch.BeyondSince is not { } since)
            {
                watch.BeyondSince = since = at;
                change = WatchChange.Noted;
            }
            if (at - since >= settings.BackstopGrace)
            {
                var resting = stopPassed ? $"stop at {watch.Stop}" : $"target at {plan.TargetPrice}";
                return Leave(ref watch, stopPassed ? ExitReason.Stop : ExitReason.Target, price, $"{price} has been beyond the {resting} since {since:u} and the broker did not execute it", out wish);
            }
        }
        else if (watch.BeyondSince is not null)
        {
            watch.BeyondSince = null;
            change = WatchChange.Noted;
        }
        if (watch.Target.IsPositive && sign * (price.Units - watch.Target.Units) >= 0)
            return Leave(ref watch, ExitReason.Target, price, $"{price} has reached the profit target at {watch.Target}", out wish);
        if (now >= watch.LeaveAt)
            return Leave(ref watch, ExitReason.Time, price, $"open since {trade.OpenedAt:u}, the time limit was {watch.LeaveAt:u}", out wish);
        return watch.IsDue ? MoveStop(plan, ref watch, price, at, out wish) : change;
    }

    private WatchChange MoveStop(TradePlan plan, ref Watch watch, Price price, DateTimeOffset at, out Wish? wish)
    {
        wish = null;
        var sign = plan.Direction.Sign();
        if (StopPolicies.Tightest(plan, watch, out var by) is not { } stop || (watch.Stop.IsPositive && sign * (stop.Units - watch.Stop.Units) <= 0))
        {
            watch.IsDue = false;
            return WatchChange.Noted;
        }
        if (sign * (price.Units - stop.Units) <= 0)
            return Leave(ref watch, ExitReason.Stop, price, $"{price} is beyond the stop at {stop}: {StopPolicies.Explain(by!, watch)}", out wish);
        if (watch.Stop.IsPositive && at - watch.StopMovedAt < settings.BetweenStopMoves)
        {
            watch.IsDue = true;
            return WatchChange.Noted;
        }
        watch.Stop = stop;
        watch.StopMovedAt = at;
        watch.BeyondSince = null;
        watch.IsDue = false;
        wish = new Wish(stop, null, price, StopPolicies.Explain(by!, watch));
        return WatchChange.Decided;
    }

    private static WatchChange Leave(ref Watch watch, ExitReason reason, Price price, string explanation, out Wish? wish)
    {
        watch.ExitAsked = reason;
        watch.IsDue = false;
        wish = new Wish(null, reason, price, explanation);
        return WatchChange.Decided;
    }

    private bool IsRegular(IMarketCalendar open, DateTimeOffset time)
    {
        // The session found last is asked first; the calendar gives the same answer.
        if (_session is { } last && time >= last.Open && time < last.Close) return true;
        if (_session is not { } session || time < session.PreMarketOpen || time >= session.AfterHoursClose)
            _session = session = open.CurrentOrNext(time);
        return session.PhaseAt(time) == SessionPhase.Regular;
    }

    private static Price BestOf(Price best, Price price, int sign) =>
        !price.IsPositive ? best : sign > 0 ? Price.Max(best, price) : Price.Min(best, price);
}
