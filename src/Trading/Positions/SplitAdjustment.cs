using Trading.MarketData;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Positions;

/// <summary>Puts prices that were set before a split into new shares.</summary>
internal static class SplitAdjustment
{
    public static Price Scale(Price price, int to, int from) => Price.FromDecimal((decimal)price * from / to);

    public static TradePlan Scale(TradePlan plan, int to, int from) => plan with
    {
        ReferencePrice = Scale(plan.ReferencePrice, to, from),
        EntryLimit = Scale(plan.EntryLimit, to, from),
        EntryTrigger = Scale(plan.EntryTrigger, to, from),
        StopPrice = Scale(plan.StopPrice, to, from),
        TargetPrice = Scale(plan.TargetPrice, to, from),
        AverageTrueRange = Scale(plan.AverageTrueRange, to, from),
        StopPolicies = [.. plan.StopPolicies.Select(policy => Scale(policy, to, from))],
    };

    public static Watch Scale(in Watch watch, int to, int from) => watch with
    {
        High = Scale(watch.High, to, from),
        Low = Scale(watch.Low, to, from),
        Best = Scale(watch.Best, to, from),
        Entry = Scale(watch.Entry, to, from),
        Risk = Scale(watch.Risk, to, from),
        Target = Scale(watch.Target, to, from),
        Stop = Scale(watch.Stop, to, from),
        Range = new TrueRangeAverage(watch.Range.Average * from / to, watch.Range.Count, Scale(watch.Range.PreviousClose, to, from)),
    };

    private static Price? Scale(Price? price, int to, int from) => price is { } there ? Scale(there, to, from) : null;

    private static StopPolicy Scale(StopPolicy policy, int to, int from) => policy switch
    {
        StopPolicy.Fixed at => new StopPolicy.Fixed(Scale(at.Price, to, from)),
        StopPolicy.Trailing { Trail.Amount: { } amount } => new StopPolicy.Trailing(Trail.OfAmount(Scale(amount, to, from))),
        StopPolicy.BreakEven even => even with { Offset = Scale(even.Offset, to, from) },
        _ => policy,
    };
}
