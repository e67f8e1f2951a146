using Trading.MarketData;
using Trading.Orders;
using Trading.Runtime.Exchange;
using Trading.Runtime.Exchange.Costs;
using static Trading.Runtime.Tests.Exchange.Floor;

namespace Trading.Runtime.Tests.Exchange;

public class CostTests
{
    public static TheoryData<ISlippageModel, decimal, decimal> Slippages => new()
    {
        { new NoSlippage(), 100m, 100m },
        { new BasisPointSlippage(5), 100.05m, 99.95m },
        { new RangeSlippage(0.25m), 101m, 99m },
        { new PerShareSlippage(Price.FromDecimal(0.02m)), 100.02m, 99.98m },
    };

    [Theory]
    [MemberData(nameof(Slippages))]
    public void Slippage_makes_a_market_order_worse_on_either_side(ISlippageModel model, decimal bought, decimal sold)
    {
        var floor = new Floor(Any with { Slippage = model });
        var buy = floor.Send(Buy(10));
        floor.Minute(100, 102, 98, 100);
        var sell = floor.Send(Sell(10));
        floor.Minute(100, 102, 98, 100);
        Assert.Equal((Usd(bought), Usd(sold)), (floor.Fill(buy).Price, floor.Fill(sell).Price));
        Assert.Equal(100_000m + 10 * (sold - bought), floor.Exchange.Cash);
    }

    [Fact]
    public void No_slippage_is_so_large_that_a_seller_pays()
    {
        var floor = new Floor(Any with { Slippage = new PerShareSlippage(Price.FromDecimal(500)) });
        floor.Own(1, 100);
        var sell = floor.Send(Sell(1));
        floor.Minute(100);
        Assert.Equal(Usd(0.0001m), floor.Fill(sell).Price);
    }

    public static TheoryData<ICommissionModel, decimal> Commissions => new()
    {
        { new NoCommission(), 0m },
        { new PerShareCommission(0.005m), 0.17m },      // 33 shares cost 16.5 cents
        { new PerShareCommission(0.005m, 1m), 1m },
        { new PercentCommission(0.1m), 3.30m },
        { new FixedCommission(4.95m), 4.95m },
    };

    [Theory]
    [MemberData(nameof(Commissions))]
    public void Commission_is_booked_with_the_fill(ICommissionModel model, decimal fee)
    {
        var floor = new Floor(Any with { Commission = model });
        var order = floor.Send(Buy(33));
        floor.Minute(100);
        Assert.Equal(fee, floor.Fill(order).Fee);
        Assert.Equal(100_000m - 3_300m - fee, floor.Exchange.Cash);
    }

    [Theory]
    [MemberData(nameof(Commissions))]
    public void Order_that_trades_in_parts_costs_what_it_costs_in_one(ICommissionModel model, decimal fee)
    {
        var floor = new Floor(new ExchangeOptions { Commission = model, Fills = new VolumeFills(0.1m) });
        var order = floor.Send(OrderTerms.Limit(OrderSide.Buy, 33, Usd(100), TimeInForce.GoodTilCanceled));
        for (var i = 0; i < 3; i++) floor.Minute(100, 100, 100, 100, volume: 110);
        Assert.Equal(3, floor.Order(order).Fills.Length);
        Assert.Equal(fee, floor.Order(order).Fills.Sum(fill => fill.Fee));
    }

    [Fact]
    public void Regulators_charge_sellers_only_and_round_up()
    {
        var floor = new Floor(Any with { RegulatoryFees = new RegulatoryFees(5.10m, 0.000119m, 5.95m) });
        var buy = floor.Send(Buy(1_000));
        floor.Minute(100);
        var sell = floor.Send(Sell(1_000));
        floor.Minute(100);
        Assert.Equal(0m, floor.Fill(buy).Fee);
        Assert.Equal(0.51m + 0.12m, floor.Fill(sell).Fee);
    }

    [Fact]
    public void Costs_below_zero_are_mistakes()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BasisPointSlippage(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PerShareCommission(0.01m, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ListedBorrow([KeyValuePair.Create(Stock, -0.1m)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VolumeFills(0));
    }
}
