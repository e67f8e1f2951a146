using Trading.Orders;
using Trading.Runtime.Exchange;
using static Trading.Runtime.Tests.Exchange.Floor;

namespace Trading.Runtime.Tests.Exchange;

public class VolumeTests
{
    private readonly Floor _floor = new(new ExchangeOptions { Fills = new VolumeFills(0.1m) });

    [Fact]
    public void Order_takes_its_part_of_the_volume_and_carries_the_rest_over()
    {
        var order = _floor.Send(Buy(10));
        _floor.Minute(100, 100, 100, 100, volume: 47);
        Assert.Equal((OrderState.PartiallyFilled, 4m), (_floor.State(order), _floor.Order(order).Filled));
        _floor.Minute(101, 101, 101, 101, volume: 1_000);
        Assert.Equal([(4m, 100m), (6m, 101m)], _floor.Order(order).Fills.Select(fill => (fill.Quantity, fill.Price.ToDecimal())));
        Assert.Equal(["X1-1", "X1-2"], _floor.Order(order).Fills.Select(fill => fill.ExecutionId));
    }

    [Fact]
    public void Orders_share_what_a_bar_gives_first_come_first_served()
    {
        var first = _floor.Send(Buy(8));
        var second = _floor.Send(Buy(8));
        _floor.Minute(100, 100, 100, 100, volume: 100);
        Assert.Equal((8m, 2m), (_floor.Order(first).Filled, _floor.Order(second).Filled));
    }

    [Fact]
    public void Bar_without_volume_gives_nothing()
    {
        var order = _floor.Send(Buy(8));
        _floor.Minute(100, 100, 100, 100, volume: 0);
        Assert.Empty(_floor.Order(order).Fills);
    }

    [Fact]
    public void Bar_without_volume_has_no_bound_where_data_counts_no_shares()
    {
        var floor = new Floor(new ExchangeOptions { Fills = new VolumeFills { ZeroVolumeIsUnlimited = true } });
        var order = floor.Send(Buy(8));
        floor.Minute(100, 100, 100, 100, volume: 0);
        Assert.Equal(OrderState.Filled, floor.State(order));
    }
}
