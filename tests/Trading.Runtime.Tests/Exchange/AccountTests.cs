using Trading.Agents.Ports;
using Trading.Orders;
using Trading.Runtime.Exchange;
using static Trading.Runtime.Tests.Exchange.Floor;

namespace Trading.Runtime.Tests.Exchange;

public class AccountTests
{
    private static Floor Cash(decimal dollars) => new(Any with { Rules = AccountRules.Cash, StartingCash = dollars });

    private static Floor Margin(decimal dollars) => new(Any with { StartingCash = dollars });

    [Fact]
    public void Cash_account_buys_for_its_cash_and_no_more()
    {
        var floor = Cash(1_000);
        floor.Minute(100);
        Assert.Equal(RejectionCodes.BuyingPower, floor.Refused(Buy(11)));
        floor.Send(Buy(10));
        floor.Minute(100);
        Assert.Equal((0m, 1_000m, 0m), (floor.Exchange.Cash, floor.Exchange.Equity, floor.Exchange.BuyingPower));
        Assert.Equal(RejectionCodes.BuyingPower, floor.Refused(BuyLimit(1, 1)));
    }

    [Fact]
    public void Open_orders_tie_up_money_until_they_end()
    {
        var floor = Cash(1_000);
        var order = floor.Send(BuyLimit(6, 100));
        Assert.Equal(400m, floor.Exchange.BuyingPower);
        Assert.Equal(RejectionCodes.BuyingPower, floor.Refused(BuyLimit(5, 100)));
        floor.Cancel(order.Id.Value);
        Assert.Equal(1_000m, floor.Exchange.BuyingPower);
        floor.Send(BuyLimit(10, 100));
    }

    [Fact]
    public void Cash_account_sells_nothing_short() => Assert.Equal(RejectionCodes.NotShortable, Cash(1_000).Refused(OrderTerms.Market(OrderSide.SellShort, 1)));

    [Fact]
    public void Sale_gives_the_money_back_at_once()
    {
        var floor = Cash(1_000);
        floor.Own(10, 100);
        floor.Send(Sell(10));
        floor.Minute(110);
        Assert.Equal((1_100m, 1_100m), (floor.Exchange.Cash, floor.Exchange.BuyingPower));
    }

    [Fact]
    public void Commission_counts_against_the_money()
    {
        var floor = new Floor(Any with { Rules = AccountRules.Cash, StartingCash = 1_000, Commission = new Trading.Runtime.Exchange.Costs.FixedCommission(1) });
        Assert.Equal(RejectionCodes.BuyingPower, floor.Refused(BuyLimit(10, 100)));
        floor.Send(BuyLimit(9, 111));
    }

    [Fact]
    public void Order_taken_before_any_price_is_known_is_held_against_the_money_when_it_trades()
    {
        var floor = Cash(1_000);
        var entry = floor.Send(floor.Bracket(Buy(11), SellStop(11, 95)));
        floor.Minute(100);
        Assert.Equal((OrderState.Rejected, OrderState.Canceled), (floor.State(entry), floor.State(entry.Attached[0])));
        Assert.Contains(RejectionCodes.BuyingPower, floor.Order(entry).Reason, StringComparison.Ordinal);
        Assert.Equal(1_000m, floor.Exchange.Cash);
    }

    [Fact]
    public void Order_once_taken_is_filled_though_a_gap_makes_it_cost_more()
    {
        var floor = Cash(1_000);
        floor.Minute(100);
        floor.Send(Buy(10));
        floor.Minute(120);
        Assert.Equal((-200m, 0m), (floor.Exchange.Cash, floor.Exchange.BuyingPower));
    }

    [Fact]
    public void Cushion_keeps_room_for_such_a_gap()
    {
        var floor = new Floor(Any with { Rules = AccountRules.Cash with { MarketOrderCushion = 0.03m }, StartingCash = 1_000 });
        floor.Minute(100);
        Assert.Equal(RejectionCodes.BuyingPower, floor.Refused(Buy(10)));
        floor.Send(Buy(9));
        Assert.Equal(1_000m - 927m, floor.Exchange.BuyingPower);
    }

    [Fact]
    public void Margin_account_buys_for_twice_its_equity()
    {
        var floor = Margin(10_000);
        floor.Minute(100);
        Assert.Equal(20_000m, floor.Exchange.BuyingPower);
        Assert.Equal(RejectionCodes.BuyingPower, floor.Refused(Buy(201)));
        floor.Send(Buy(200));
        floor.Minute(100);
        Assert.Equal((-10_000m, 10_000m, 0m), (floor.Exchange.Cash, floor.Exchange.Equity, floor.Exchange.BuyingPower));
    }

    [Fact]
    public void Profit_makes_room_for_more()
    {
        var floor = Margin(10_000);
        floor.Own(200, 100);
        floor.Minute(110);
        Assert.Equal((12_000m, 2_000m), (floor.Exchange.Equity, floor.Exchange.BuyingPower)); // (12,000 - 22,000 / 2) * 2
    }

    [Fact]
    public void Short_ties_up_half_its_value_on_top_of_the_proceeds()
    {
        var floor = Margin(10_000);
        floor.Own(-100, 100);
        Assert.Equal((20_000m, 10_000m, 10_000m), (floor.Exchange.Cash, floor.Exchange.Equity, floor.Exchange.BuyingPower));
        Assert.Equal(RejectionCodes.BuyingPower, floor.Refused(OrderTerms.Market(OrderSide.SellShort, 101)));
        floor.Send(OrderTerms.Market(OrderSide.SellShort, 100));
    }

    [Fact]
    public void Margin_call_tells_what_is_missing_of_the_maintenance()
    {
        var floor = Margin(10_000);
        floor.Own(200, 100);
        floor.Minute(70);
        Assert.Equal((4_000m, 0m), (floor.Exchange.Equity, floor.Exchange.MarginCall)); // a quarter of 14,000 is 3,500
        floor.Minute(60);
        Assert.Equal((2_000m, 1_000m), (floor.Exchange.Equity, floor.Exchange.MarginCall)); // a quarter of 12,000 is 3,000
        Assert.Equal(200m, floor.Held);
    }

    [Fact]
    public void Short_is_called_at_thirty_percent()
    {
        var floor = Margin(10_000);
        floor.Own(-200, 100);
        floor.Minute(110);
        Assert.Equal(0m, floor.Exchange.MarginCall); // 8,000 of equity, 6,600 required
        floor.Minute(120);
        Assert.Equal(1_200m, floor.Exchange.MarginCall); // 6,000 of equity, 7,200 required
    }

    [Fact]
    public void Account_and_positions_are_as_the_broker_has_them()
    {
        var floor = Margin(10_000);
        floor.Send(Buy(10), symbol: "MSFT");
        floor.Send(Buy(10));
        floor.Minute(50, 50, 50, 50, symbol: "MSFT");
        floor.Minute(100);
        floor.Send(Buy(10));
        floor.Minute(110);
        Assert.Equal(new BrokerAccount("sim", 7_400m, 10_100m, 2 * (10_100m - 1_350m), IsPaper: true, MayShort: true), floor.Account);
        Assert.Equal([new BrokerPosition(Stock, 20, 105), new BrokerPosition("MSFT", 10, 50)], floor.Positions);
    }

    [Fact]
    public void Average_price_stays_when_shares_are_sold()
    {
        var floor = Margin(10_000);
        floor.Own(10, 100);
        floor.Own(10, 110);
        floor.Send(Sell(5));
        floor.Minute(120);
        Assert.Equal(new BrokerPosition(Stock, 15, 105), floor.Exchange.PositionOf(Stock));
        floor.Send(Sell(15));
        floor.Minute(120);
        Assert.Null(floor.Exchange.PositionOf(Stock));
    }

    [Theory]
    [InlineData(0, 1.5, 0)]
    [InlineData(1.1, 1.5, 0)]
    [InlineData(0.5, 1, 0)]
    [InlineData(0.5, 1.5, -1)]
    public void Broken_rules_are_not_started_with(double initialLong, double initialShort, double cushion)
    {
        var rules = AccountRules.Margin with { InitialLong = (decimal)initialLong, InitialShort = (decimal)initialShort, MarketOrderCushion = (decimal)cushion };
        Assert.Throws<ArgumentException>(() => new Floor(Any with { Rules = rules }));
    }
}
