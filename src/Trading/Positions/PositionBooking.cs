using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Positions;

/// <summary>Books fills and splits into a position, in the order of their times whatever the order they are heard in.</summary>
internal static class PositionBooking
{
    /// <summary>A part of a lot's cost is rounded here, and the rest of the lot keeps the difference.</summary>
    private const int CostDecimals = 10;

    private const int ShareDecimals = 9;

    /// <summary>The position that a trade's first fill makes: what <see cref="Apply"/> makes of one without fills, made in one step.</summary>
    public static Position First(TradeId trade, Scope scope, Fill fill)
    {
        Check(trade, fill);
        decimal price = fill.Price;
        var (held, value) = (fill.SignedQuantity, fill.SignedQuantity * price);
        return new Position
        {
            TradeId = trade,
            Scope = scope,
            Fills = [fill],
            Lots = [new Lot(held, value, fill.Time, fill.ExecutionId)],
            Quantity = held,
            Value = value,
            Entered = held,
            EnteredValue = value,
            OpenedAt = fill.Time,
            Fees = fill.Fee,
            FromFills = default(Excursion).Observe(fill.Price, held, value),
        };
    }

    /// <param name="fromMarket">What the market has told by now, to be taken in with the fill.</param>
    public static Position Apply(Position position, Fill fill, Excursion fromMarket)
    {
        Check(position.TradeId, fill);
        if (position.Knows(fill.ExecutionId)) return fromMarket == position.FromMarket ? position : position with { FromMarket = fromMarket };
        var index = position.Fills.Length;
        while (index > 0 && IsBefore(fill, position.Fills[index - 1])) index--;
        var fills = position.Fills.Insert(index, fill);
        var isNewest = index == position.Fills.Length && (position.Splits.IsEmpty || position.Splits[^1].Time <= fill.Time);
        return isNewest
            ? Book(position, fill, fills, fromMarket)
            : Refold(fromMarket == position.FromMarket ? position : position with { FromMarket = fromMarket }, fills, position.Splits);
    }

    private static void Check(TradeId trade, Fill fill)
    {
        if (fill.Quantity <= 0 || !fill.Price.IsPositive)
            throw new ArgumentException($"{trade}: execution {fill.ExecutionId} of {fill.Quantity} shares at {fill.Price} is not above zero.", nameof(fill));
    }

    public static Position ApplySplit(Position position, Split of, DateTimeOffset at)
    {
        if (of.Symbol != position.Scope.Symbol)
            throw new ArgumentException($"{position.TradeId}: a split of {of.Symbol} does not concern a position in {position.Scope.Symbol}.", nameof(of));
        var split = new PositionSplit(of.To, of.From, at);
        if (position.Splits.Contains(split)) return position;
        var splits = position.Splits.Add(split).Sort(static (left, right) => (left.Time, left.To, left.From).CompareTo((right.Time, right.To, right.From)));
        var scaled = position with { FromMarket = position.FromMarket.Split(split.To, split.From) };
        return Refold(scaled, position.Fills, splits);
    }

    public static Position Refold(Position position, ImmutableArray<Fill> fills, ImmutableArray<PositionSplit> splits)
    {
        var folded = new Position { TradeId = position.TradeId, Scope = position.Scope, FromMarket = position.FromMarket };
        var next = 0;
        foreach (var fill in fills)
        {
            for (; next < splits.Length && splits[next].Time <= fill.Time; next++) folded = Exchange(folded, splits[next]);
            folded = Book(folded, fill, folded.Fills, folded.FromMarket);
        }
        for (; next < splits.Length; next++) folded = Exchange(folded, splits[next]);
        return folded with { Fills = fills, Splits = splits };
    }

    /// <summary>The position with the fill in its lots and sums. Made at once, because every fill of the desk passes here.</summary>
    private static Position Book(Position position, Fill fill, ImmutableArray<Fill> fills, Excursion fromMarket)
    {
        decimal price = fill.Price;
        var lots = position.Lots;
        var left = fill.SignedQuantity;
        var realised = 0m;
        var gone = 0;
        while (left != 0 && gone < lots.Length && lots[gone].Quantity > 0 != left > 0)
        {
            var lot = lots[gone];
            var takesAll = Math.Abs(left) >= Math.Abs(lot.Quantity);
            var quantity = takesAll ? -lot.Quantity : left;
            var cost = takesAll ? lot.Value : decimal.Round(-left * lot.Value / lot.Quantity, CostDecimals);
            realised -= (quantity * price) + cost;
            left -= quantity;
            if (takesAll) gone++;
            else lots = lots.SetItem(gone, lot with { Quantity = lot.Quantity + quantity, Value = lot.Value - cost });
        }
        if (gone > 0) lots = lots.RemoveRange(0, gone);
        if (left != 0) lots = lots.Add(new Lot(left, left * price, fill.Time, fill.ExecutionId));
        var (held, value) = Sum(lots);
        var isFirst = position.Quantity == 0 || position.Quantity > 0 != left > 0;
        return position with
        {
            Fills = fills,
            Lots = lots,
            Quantity = held,
            Value = value,
            Entered = left == 0 ? position.Entered : (isFirst ? 0 : position.Entered) + left,
            EnteredValue = left == 0 ? position.EnteredValue : (isFirst ? 0 : position.EnteredValue) + (left * price),
            OpenedAt = left == 0 || !isFirst ? position.OpenedAt : fill.Time,
            GrossRealised = position.GrossRealised + realised,
            Fees = position.Fees + fill.Fee,
            FromFills = position.FromFills.Observe(fill.Price, position.Quantity, position.Value).Observe(fill.Price, held, value),
            FromMarket = fromMarket,
        };
    }

    private static Position Exchange(Position position, PositionSplit split) => Sum(position with
    {
        Lots = [.. position.Lots.Select(lot => lot with { Quantity = Exchanged(lot.Quantity, split) })],
        Entered = Exchanged(position.Entered, split),
        FromFills = position.FromFills.Split(split.To, split.From),
    });

    private static decimal Exchanged(decimal shares, PositionSplit split) => decimal.Round(shares * split.To / split.From, ShareDecimals);

    private static Position Sum(Position position)
    {
        var (quantity, value) = Sum(position.Lots);
        return position with { Quantity = quantity, Value = value };
    }

    private static (decimal Quantity, decimal Value) Sum(ImmutableArray<Lot> lots)
    {
        var (quantity, value) = (0m, 0m);
        foreach (var lot in lots) (quantity, value) = (quantity + lot.Quantity, value + lot.Value);
        return (quantity, value);
    }

    private static bool IsBefore(Fill fill, Fill other)
    {
        if (fill.Time != other.Time) return fill.Time < other.Time;
        if (fill.Side.IsOpening() != other.Side.IsOpening()) return fill.Side.IsOpening();
        return string.CompareOrdinal(fill.ExecutionId, other.ExecutionId) < 0;
    }
}
