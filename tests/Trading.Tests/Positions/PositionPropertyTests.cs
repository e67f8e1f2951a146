using System.Text.Json;
using Trading.MarketData;
using Trading.Orders;
using Trading.Positions;
using static Trading.Tests.Positions.Samples;

namespace Trading.Tests.Positions;

public class PositionPropertyTests
{
    private static readonly Gen<Fill[]> Fills =
        Gen.Select(Gen.Enum<OrderSide>(), Gen.Int[1, 300], Gen.Int[100, 20_000], Gen.Int[-50, 200], Gen.Int[0, 40]).Array[0, 14].Select(parts =>
            parts.Select((part, i) => new Fill($"x{i}", part.Item1, part.Item2, (Price)(part.Item3 / 100m), part.Item4 / 100m, At(part.Item5))).ToArray());

    private static readonly Gen<(int To, int From, double At)[]> Splits =
        Gen.Select(Gen.Int[1, 7], Gen.Int[1, 7], Gen.Double[0, 40]).Array[0, 3];

    [Fact]
    public void Cash_in_equals_cash_out_and_holdings_exactly() => Fills.Sample(fills =>
    {
        var position = Booked(fills);
        var cash = -fills.Sum(fill => fill.SignedQuantity * fill.Price) - fills.Sum(fill => fill.Fee);
        return position.Quantity == fills.Sum(fill => fill.SignedQuantity)
            && cash + position.Value == position.Realised
            && position.Value == position.Lots.Sum(lot => lot.Value)
            && position.Quantity == position.Lots.Sum(lot => lot.Quantity);
    });

    [Fact]
    public void Splits_between_the_fills_lose_no_cent() => Gen.Select(Fills, Splits).Sample((fills, splits) =>
    {
        var position = Booked(fills);
        foreach (var (to, from, at) in splits) position = position.ApplySplit(Split(to, from), At(at));
        var cash = -fills.Sum(fill => fill.SignedQuantity * fill.Price) - fills.Sum(fill => fill.Fee);
        return cash + position.Value == position.Realised;
    });

    [Fact]
    public void Leaving_at_a_price_makes_what_was_unrealised_at_it() => Gen.Select(Fills, Gen.Int[100, 20_000]).Sample((fills, cents) =>
    {
        var position = Booked(fills);
        if (position.IsFlat) return true;
        var price = (Price)(cents / 100m);
        var side = position.Quantity > 0 ? OrderSide.Sell : OrderSide.BuyToCover;
        var flat = position.Apply(new Fill("last", side, Math.Abs(position.Quantity), price, 0, At(100)));
        return flat.IsFlat && flat.Lots.IsEmpty && flat.Value == 0 && flat.Realised == position.Realised + position.Unrealised(price);
    });

    [Fact]
    public void Lots_are_those_of_a_queue_of_single_shares() => Fills.Sample(fills =>
    {
        var (realised, held) = ShareByShare(fills);
        var position = Booked(fills);
        return position.GrossRealised == realised
            && position.Lots.SelectMany(lot => Enumerable.Repeat(Math.Sign(lot.Quantity) * lot.Price, (int)Math.Abs(lot.Quantity))).SequenceEqual(held);
    });

    [Fact]
    public void Fills_and_splits_heard_of_in_any_order_and_twice_make_one_position() =>
        Gen.Select(Fills, Splits, Gen.Int[0, int.MaxValue]).Sample((fills, splits, seed) =>
        {
            var steps = fills.Select(fill => (Func<Position, Position>)(position => position.Apply(fill)))
                .Concat(splits.Select(split => (Func<Position, Position>)(position => position.ApplySplit(Split(split.To, split.From), At(split.At)))))
                .ToArray();
            var straight = steps.Aggregate(Flat, (position, step) => step(position));
            var shuffled = steps.Concat(steps).ToArray();
            new Random(seed).Shuffle(shuffled);
            return JsonSerializer.Serialize(shuffled.Aggregate(Flat, (position, step) => step(position))) == JsonSerializer.Serialize(straight);
        });

    [Fact]
    public void Excursions_bracket_every_price_that_was_seen() => Gen.Select(Gen.Int[-200, 200].Where(q => q != 0), Gen.Int[100, 9000], Gen.Int[100, 9000].Array[1, 20])
        .Sample((quantity, entry, prices) =>
        {
            var position = quantity > 0 ? Booked(Bought(quantity, entry / 100m, 0)) : Booked(SoldShort(-quantity, entry / 100m, 0));
            foreach (var price in prices) position = position.Observe((Price)(price / 100m), (Price)(price / 100m));
            var gains = prices.Append(entry).Select(price => Math.Sign(quantity) * (price - entry) / 100m).ToArray();
            return position.Excursion.AdversePerShare == gains.Min() && position.Excursion.FavourablePerShare == gains.Max()
                && position.Excursion.AdverseMoney == gains.Min() * Math.Abs(quantity) && position.Excursion.FavourableMoney == gains.Max() * Math.Abs(quantity);
        });

    /// <summary>The oracle: every share is an entry of a queue, with the sign of its side.</summary>
    private static (decimal Realised, List<decimal> Held) ShareByShare(Fill[] fills)
    {
        var queue = new Queue<decimal>();
        var realised = 0m;
        var inOrder = fills.OrderBy(fill => fill.Time).ThenByDescending(fill => fill.Side.IsOpening()).ThenBy(fill => fill.ExecutionId, StringComparer.Ordinal);
        foreach (var fill in inOrder)
            for (var share = 0; share < fill.Quantity; share++)
            {
                var signed = fill.Side.Sign() * (decimal)fill.Price;
                if (queue.Count > 0 && Math.Sign(queue.Peek()) != Math.Sign(signed)) realised -= queue.Dequeue() + signed;
                else queue.Enqueue(signed);
            }
        return (realised, [.. queue]);
    }
}
