using System.Globalization;
using Trading.MarketData;
using Trading.Trades;

namespace Trading.Positions;

/// <summary>What each stop policy of a plan wants.</summary>
internal static class StopPolicies
{
    /// <summary>The tightest stop that the policies want now, rounded to the tick, and the policy that wants it; null when none does.</summary>
    public static Price? Tightest(TradePlan plan, in Watch watch, out StopPolicy? by)
    {
        by = null;
        var isLong = plan.Direction == TradeDirection.Long;
        Price? tightest = null;
        foreach (var policy in plan.StopPolicies)
        {
            if (Wanted(policy, watch, isLong) is not { IsPositive: true } wanted) continue;
            if (tightest is { } other && (isLong ? wanted <= other : wanted >= other)) continue;
            (tightest, by) = (wanted, policy);
        }
        return tightest;
    }

    /// <summary>Where the nearest profit target policy leaves; zero when there is none, or no first risk to measure it by.</summary>
    public static Price Target(TradePlan plan, in Watch watch)
    {
        var nearest = Price.Zero;
        if (!watch.Risk.IsPositive) return nearest;
        var isLong = plan.Direction == TradeDirection.Long;
        foreach (var policy in plan.StopPolicies)
        {
            if (policy is not StopPolicy.ProfitTarget { Risk: var risk }) continue;
            var gain = Price.FromDecimal(risk * watch.Risk);
            var target = isLong ? watch.Entry + gain : watch.Entry - gain;
            if (target.IsPositive && (!nearest.IsPositive || (isLong ? target < nearest : target > nearest))) nearest = target;
        }
        return nearest;
    }

    /// <summary>When the shortest time limit is reached; null when there is none.</summary>
    public static DateTimeOffset? LeaveAt(TradePlan plan, DateTimeOffset openedAt)
    {
        DateTimeOffset? earliest = null;
        foreach (var policy in plan.StopPolicies)
            if (policy is StopPolicy.TimeLimit { After: var after } && !(openedAt + after >= earliest)) earliest = openedAt + after;
        return earliest;
    }

    /// <summary>How many bars the average true range is over, by the first policy that needs one; zero when none does.</summary>
    public static int RangePeriod(TradePlan plan)
    {
        foreach (var policy in plan.StopPolicies)
            if (policy is StopPolicy.AverageTrueRange { Period: var period }) return period;
        return 0;
    }

    public static string Explain(StopPolicy policy, in Watch watch) => policy switch
    {
        StopPolicy.Fixed at => $"fixed at {at.Price}",
        StopPolicy.Trailing { Trail.Amount: { } amount } => $"trails the best price {watch.Best} by {amount}",
        StopPolicy.Trailing { Trail.Percent: var percent } => Invariant($"trails the best price {watch.Best} by {percent}%"),
        StopPolicy.AverageTrueRange range => Invariant($"{range.Multiple} average true ranges of {watch.Range.Average:0.00##} from the best price {watch.Best}"),
        StopPolicy.BreakEven even => Invariant($"gained {even.AfterRisk} times the first risk of {watch.Risk}, so the entry {watch.Entry} is protected"),
        _ => policy.GetType().Name,
    };

    private static Price? Wanted(StopPolicy policy, in Watch watch, bool isLong) => policy switch
    {
        StopPolicy.Fixed at => Away(at.Price, isLong),
        StopPolicy.Trailing trailing => Away(trailing.Trail.StopFrom(watch.Best, isSell: isLong), isLong),
        StopPolicy.AverageTrueRange range when watch.Range.Count >= watch.RangePeriod => Away(Behind(watch, range, isLong), isLong),
        StopPolicy.BreakEven even when HasGained(even, watch, isLong) => Towards(isLong ? watch.Entry + even.Offset : watch.Entry - even.Offset, isLong),
        _ => null,
    };

    private static Price Behind(in Watch watch, StopPolicy.AverageTrueRange range, bool isLong)
    {
        var distance = Price.FromDouble((double)range.Multiple * watch.Range.Average);
        return isLong ? watch.Best - distance : watch.Best + distance;
    }

    private static bool HasGained(StopPolicy.BreakEven even, in Watch watch, bool isLong)
    {
        var gained = isLong ? watch.Best - watch.Entry : watch.Entry - watch.Best;
        return watch.Risk.IsPositive && gained.IsPositive && gained >= Price.FromDecimal(even.AfterRisk * watch.Risk);
    }

    /// <summary>Rounded away from the market, so that the distance is never less than asked for.</summary>
    private static Price Away(Price stop, bool isLong) => isLong ? stop.RoundDown(stop.TickSize()) : stop.RoundUp(stop.TickSize());

    /// <summary>Rounded towards the market, so that what was paid is covered.</summary>
    private static Price Towards(Price stop, bool isLong) => isLong ? stop.RoundUp(stop.TickSize()) : stop.RoundDown(stop.TickSize());

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
