using Trading.Agents.Ports;
using Trading.Orders;
using Trading.Runtime.Exchange;
using static Trading.Runtime.Tests.Exchange.Floor;

namespace Trading.Runtime.Tests.Exchange;

public class HaltAndRefusalTests
{
    private readonly Floor _floor = new();

    [Fact]
    public void Nothing_trades_in_a_halted_symbol_until_it_resumes()
    {
        _floor.Exchange.Halt(Stock);
        var order = _floor.Send(Buy(10));
        _floor.Minute(100);
        Assert.Empty(_floor.Order(order).Fills);
        _floor.Exchange.Resume(Stock);
        _floor.Minute(80);
        Assert.Equal(Usd(80), _floor.Fill(order).Price);
    }

    [Fact]
    public void Orders_in_a_halted_symbol_are_canceled_and_expire()
    {
        var canceled = _floor.Send(BuyLimit(10, 90, TimeInForce.Day));
        var expires = _floor.Send(BuyLimit(10, 90, TimeInForce.Day));
        _floor.Exchange.Halt(Stock);
        Assert.True(_floor.Cancel(canceled.Id.Value).IsDone);
        _floor.At(Today.Close.AddMinutes(-1));
        _floor.Minute(80);
        Assert.Equal(OrderState.Expired, _floor.State(expires));
    }

    [Fact]
    public void Screened_symbol_may_only_be_closed()
    {
        var floor = new Floor(Any with { Screen = new SymbolScreen(["GME"]) });
        Assert.Equal(RejectionCodes.BrokerRefused, floor.Refused(Buy(10), "GME"));
        floor.Send(Buy(10));
        Assert.Null(new SymbolScreen(["GME"]).Refuse(floor.Ticket(Sell(1), symbol: "GME")));
    }

    [Fact]
    public void Broken_order_is_refused_and_leaves_no_trace()
    {
        var ticket = _floor.Ticket(Buy(0));
        Assert.Equal(RejectionCodes.InvalidOrder, _floor.Refused(ticket));
        Assert.Equal(BrokerOutcome.NotFound, _floor.Find(ticket.Id.Value).Outcome);
        Assert.Empty(_floor.News);
        Assert.Empty(_floor.Orders());
    }

    [Fact]
    public void Parts_of_a_share_are_traded_by_option()
    {
        Assert.Equal(RejectionCodes.InvalidOrder, _floor.Refused(Buy(0.5m)));
        var floor = new Floor(Any with { AllowsFractions = true });
        floor.Own(0.333333333m, 300);
        Assert.Equal((0.333333333m, 100_000m - 99.9999999m), (floor.Held, floor.Exchange.Cash));
    }

    [Fact]
    public void Prices_finer_than_their_tick_are_refused_by_option()
    {
        var floor = new Floor(Any with { RefusesSubPennies = true });
        Assert.Equal(RejectionCodes.InvalidOrder, floor.Refused(BuyLimit(10, 99.995m)));
        Assert.Equal(RejectionCodes.InvalidOrder, floor.Refused(floor.Bracket(Buy(10), SellStop(10, 95.001m))));
        floor.Send(BuyLimit(10, 0.9999m));
        _floor.Send(BuyLimit(10, 99.995m));
    }

    [Fact]
    public void Order_for_another_account_is_a_bug()
    {
        var ticket = _floor.Ticket(Buy(10));
        Assert.Throws<ArgumentException>(() => _floor.Submit(ticket with { Scope = ticket.Scope with { Account = "live" } }));
    }
}
