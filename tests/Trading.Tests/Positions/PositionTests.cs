using System.Text.Json;
using Trading.MarketData;
using Trading.Positions;
using static Trading.Tests.Positions.Samples;

namespace Trading.Tests.Positions;

public class PositionTests
{
    [Fact]
    public void What_is_held_has_the_average_price_of_its_lots()
    {
        var position = Booked(Bought(100, 10, 0), Bought(50, 13, 1));
        Assert.Equal((150m, 11m, 1650m), (position.Quantity, position.AveragePrice, position.Value));
        Assert.Equal(150m, position.Unrealised((Price)12m));
    }

    [Fact]
    public void Shares_leave_in_the_order_they_came()
    {
        var position = Booked(Bought(100, 10, 0), Bought(100, 12, 1), Sold(150, 13, 2));
        Assert.Equal((100 * 3m) + (50 * 1m), position.GrossRealised);
        Assert.Equal((50m, 12m), (position.Quantity, position.AveragePrice));
        Assert.Equal(11m, position.AverageEntry);
    }

    [Fact]
    public void A_short_gains_when_it_is_covered_lower()
    {
        var position = Booked(SoldShort(100, 10, 0), SoldShort(100, 11, 1), Covered(100, 9, 2));
        Assert.Equal((-100m, 11m, 100m), (position.Quantity, position.AveragePrice, position.GrossRealised));
        Assert.Equal(200m, position.Unrealised((Price)9m));
    }

    [Fact]
    public void Selling_more_than_is_held_turns_long_into_short()
    {
        var position = Booked(Bought(100, 10, 0), Sold(150, 12, 1));
        Assert.Equal((-50m, 12m, 200m), (position.Quantity, position.AveragePrice, position.GrossRealised));
        Assert.Equal((At(1), 12m), (position.OpenedAt, position.AverageEntry));
        var flat = position.Apply(Covered(50, 11, 2));
        Assert.True(flat.IsFlat);
        Assert.Equal(250m, flat.Realised);
    }

    [Fact]
    public void Fees_and_rebates_come_off_what_was_made()
    {
        var position = Booked(Bought(100, 10, 0, fee: 1.25m), Sold(100, 11, 1, fee: -0.25m));
        Assert.Equal((100m, 1m, 99m), (position.GrossRealised, position.Fees, position.Realised));
    }

    [Fact]
    public void An_execution_heard_of_twice_is_booked_once()
    {
        var once = Booked(Bought(100, 10, 0));
        Assert.Same(once, once.Apply(Bought(100, 10, 0)));
    }

    [Fact]
    public void What_is_no_execution_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Flat.Apply(Bought(0, 10, 0)));
        Assert.Throws<ArgumentException>(() => Flat.Apply(Bought(-5, 10, 0)));
        Assert.Throws<ArgumentException>(() => Flat.Apply(Bought(5, 0, 0)));
    }

    [Fact]
    public void An_exit_heard_of_before_its_entry_ends_in_the_same_position()
    {
        var early = Booked(Sold(60, 12, 2), Bought(50, 11, 1), Bought(50, 10, 0));
        Assert.Equal(Json(Booked(Bought(50, 10, 0), Bought(50, 11, 1), Sold(60, 12, 2))), Json(early));
        Assert.Equal(110m, early.GrossRealised);
    }

    [Fact]
    public void An_entry_and_an_exit_of_the_same_moment_are_booked_entry_first()
    {
        var position = Booked(Sold(100, 11, 0, id: "a"), Bought(100, 10, 0, id: "b"));
        Assert.Equal(["b", "a"], position.Fills.Select(fill => fill.ExecutionId));
        Assert.Equal(10m, position.AverageEntry);
    }

    [Fact]
    public void The_worst_and_the_best_of_a_long_are_kept_a_share_and_in_dollars()
    {
        var position = Booked(Bought(100, 10, 0)).Observe((Price)11.5m, (Price)9.75m).Observe((Price)11m, (Price)10m).Apply(Sold(100, 10.5m, 2));
        Assert.Equal((-0.25m, 1.5m), (position.Excursion.AdversePerShare, position.Excursion.FavourablePerShare));
        Assert.Equal((-25m, 150m), (position.Excursion.AdverseMoney, position.Excursion.FavourableMoney));
        Assert.Equal((11.5m, 9.75m), ((decimal)position.BestPrice, (decimal)position.WorstPrice));
    }

    [Fact]
    public void The_worst_of_a_short_is_its_highest_price()
    {
        var position = Booked(SoldShort(100, 10, 0)).Observe((Price)11m, (Price)9.5m);
        Assert.Equal((-1m, 0.5m), (position.Excursion.AdversePerShare, position.Excursion.FavourablePerShare));
        Assert.Equal((9.5m, 11m), ((decimal)position.BestPrice, (decimal)position.WorstPrice));
    }

    [Fact]
    public void The_price_of_a_stop_that_filled_counts_as_seen() =>
        Assert.Equal(-2m, Booked(Bought(100, 10, 0), Sold(100, 8, 1)).Excursion.AdversePerShare);

    [Fact]
    public void The_loss_in_dollars_is_of_the_shares_held_at_the_time()
    {
        var position = Booked(Bought(100, 10, 0)).Observe((Price)10m, (Price)9m).Apply(Sold(50, 10, 1)).Observe((Price)10m, (Price)8.5m);
        Assert.Equal((-1.5m, -100m), (position.Excursion.AdversePerShare, position.Excursion.AdverseMoney));
    }

    [Fact]
    public void Prices_that_tell_nothing_new_change_nothing()
    {
        var position = Booked(Bought(100, 10, 0)).Observe((Price)11m, (Price)9m);
        Assert.Same(position, position.Observe((Price)10.5m, (Price)9.5m));
        Assert.Same(Flat, Flat.Observe((Price)11m, (Price)9m));
    }

    [Fact]
    public void A_split_changes_shares_and_prices_and_no_money()
    {
        var position = Booked(Bought(100, 300, 0)).Observe((Price)330m, (Price)270m).ApplySplit(Split(3, 1), At(10)).Apply(Sold(100, 110, 11));
        Assert.Equal((200m, 20_000m), (position.Quantity, position.Value));
        Assert.Equal(1000m, position.GrossRealised);
        Assert.Equal((-10m, 10m, -3000m), (position.Excursion.AdversePerShare, position.Excursion.FavourablePerShare, position.Excursion.AdverseMoney));
    }

    [Fact]
    public void A_reverse_split_leaves_a_fraction_and_all_of_the_cost()
    {
        var position = Booked(Bought(25, 2, 0)).ApplySplit(Split(1, 10), At(10));
        Assert.Equal((2.5m, 20m, 50m), (position.Quantity, position.AveragePrice, position.Value));
    }

    [Fact]
    public void A_fill_of_before_a_split_that_comes_late_is_in_old_shares()
    {
        var late = Booked(Bought(10, 100, 0)).ApplySplit(Split(4, 1), At(10)).Apply(Bought(10, 120, 5));
        Assert.Equal((80m, 27.5m), (late.Quantity, late.AveragePrice));
        Assert.Equal(Json(Booked(Bought(10, 100, 0), Bought(10, 120, 5)).ApplySplit(Split(4, 1), At(10))), Json(late));
    }

    [Fact]
    public void A_split_heard_of_twice_is_applied_once_and_one_of_another_symbol_is_refused()
    {
        var split = Booked(Bought(10, 100, 0)).ApplySplit(Split(2, 1), At(10));
        Assert.Same(split, split.ApplySplit(Split(2, 1), At(10)));
        Assert.Throws<ArgumentException>(() => split.ApplySplit(new Split("MSFT", new DateOnly(2026, 8, 21), 2, 1), At(10)));
    }

    [Fact]
    public void A_position_survives_storage()
    {
        var position = Booked(Bought(100, 10, 0, fee: 1), Sold(30, 11, 1)).Observe((Price)12m, (Price)9m).ApplySplit(Split(3, 1), At(2));
        var read = JsonSerializer.Deserialize<Position>(Json(position))!;
        Assert.Equal(Json(position), Json(read));
        Assert.Equal((position.Quantity, position.Realised, position.Excursion), (read.Quantity, read.Realised, read.Excursion));
        Assert.Equal(Json(position.Apply(Sold(30, 4, 3))), Json(read.Apply(Sold(30, 4, 3))));
    }

    private static string Json(Position position) => JsonSerializer.Serialize(position);
}
