using Trading.MarketData;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Risk;

/// <summary>The prices at which a plan may be entered, in dollars a share.</summary>
/// <param name="Likely">Where it would trade: at the quote for a market or a marketable order, else at its limit or trigger.</param>
/// <param name="Worst">The price that loses most to the stop: the highest to buy at, the lowest to sell short at.</param>
/// <param name="Highest">The price that a share counts with in the limits.</param>
internal readonly record struct EntryPrices(Price Likely, Price Worst, Price Highest)
{
    /// <summary>The prices, or null where the quote or the plan lacks one that is needed.</summary>
    public static EntryPrices? Of(TradePlan plan, Quote quote)
    {
        if (!quote.Mid.IsPositive || !plan.ReferencePrice.IsPositive) return null;
        var isLong = plan.Direction == TradeDirection.Long;
        var side = isLong ? quote.Ask : quote.Bid;
        var touch = side.IsPositive ? side : quote.Mid;

        var hasLimit = plan.EntryType is OrderType.Limit or OrderType.StopLimit;
        var hasTrigger = plan.EntryType is OrderType.Stop or OrderType.StopLimit;
        if (hasLimit && plan.EntryLimit is not { IsPositive: true }) return null;
        if (hasTrigger && plan.EntryTrigger is not { IsPositive: true }) return null;

        var awakened = hasTrigger ? Worse(touch, plan.EntryTrigger!.Value, isLong) : touch;
        var worst = hasLimit ? plan.EntryLimit!.Value : awakened;
        var likely = plan.EntryType == OrderType.Limit ? Better(touch, worst, isLong) : awakened;
        return new EntryPrices(likely, worst, isLong ? worst : Price.Max(worst, touch));
    }

    private static Price Worse(Price left, Price right, bool isLong) => isLong ? Price.Max(left, right) : Price.Min(left, right);

    private static Price Better(Price left, Price right, bool isLong) => Worse(left, right, !isLong);
}
