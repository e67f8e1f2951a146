using Trading.Agents.Ports;
using Trading.BrokerContract;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Faults;
using Trading.Orders;

namespace Trading.Alpaca.Tests.Orders;

public sealed class AttachedOrderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_and_target_are_sent_as_a_bracket_and_a_stop_alone_as_an_oto()
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        floor.Minute(100);
        var both = floor.Bracket(ContractFloor.BuyLimit(10, 90), stop: 80, target: 120);
        var one = floor.Bracket(ContractFloor.BuyLimit(10, 90), stop: 80, target: 120);
        one = one with { Attached = [one.Attached[0] with { Link = null }] };

        await floor.SendAsync(both);
        await floor.SendAsync(one);

        Assert.Equal(("bracket", "oto"), (floor.Fake.Account.Find(both.Id.Value)!.Class, floor.Fake.Account.Find(one.Id.Value)!.Class));
    }

    [Fact]
    public async Task What_cannot_be_attached_is_told_as_canceled_so_that_the_trade_sends_it_itself()
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        floor.Minute(100);
        var ticket = floor.Bracket(OrderTerms.Market(OrderSide.Buy, 10, TimeInForce.AtTheOpen), stop: 80, target: 120);

        var sent = await floor.SendAsync(ticket);

        Assert.Equal([OrderState.Canceled, OrderState.Canceled], sent.Legs.Select(leg => leg.State!.Value));
        Assert.Equal(ticket.Attached.Select(attached => attached.Id.Value), sent.Legs.Select(leg => leg.ClientOrderId));
        Assert.Equal("simple", floor.Fake.Account.Find(ticket.Id.Value)!.Class);
    }

    [Fact]
    public async Task Names_of_attached_orders_are_learnt_again_after_a_restart()
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        floor.Minute(100);
        var ticket = floor.Bracket(ContractFloor.Buy(10), stop: 95, target: 110);
        await floor.SendAsync(ticket);
        floor.Minute(100);
        using var restarted = floor.Connect(floor.Settings);
        using var swept = floor.Connect(floor.Settings);

        var stop = await restarted.Broker.FindAsync(ticket.Attached[0].Id.Value, null, Cancellation);
        var orders = await swept.Broker.OrdersAsync(floor.Clock.GetUtcNow().AddDays(-1), Cancellation);

        Assert.Equal((OrderState.Accepted, OrderType.Stop), (stop.Value!.State!.Value, stop.Value.Terms.Type));
        Assert.Equal(ticket.Attached.Select(attached => attached.Id.Value).Append(ticket.Id.Value).Order(), orders.Value.Select(order => order.ClientOrderId).Order());
    }

    [Fact]
    public async Task Stop_of_an_old_trade_is_known_after_a_restart_and_an_order_sent_by_hand_is_told_by_its_own_id()
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        floor.Minute(100);
        var entry = OrderTerms.Limit(OrderSide.Buy, 10, ContractFloor.Usd(100), TimeInForce.GoodTilCanceled);
        var ticket = floor.Bracket(entry, stop: 95, target: 110);
        await floor.SendAsync(ticket);
        floor.Minute(100);
        floor.Clock.SetTo(floor.Clock.GetUtcNow().AddDays(9));
        floor.Fake.Account.Submit(new BookTicket("by-hand", ContractFloor.Stock, ContractFloor.BuyLimit(1, 50)));
        using var restarted = floor.Connect(floor.Settings);

        var orders = (await restarted.Broker.OrdersAsync(floor.Clock.GetUtcNow(), Cancellation)).Value;

        Assert.Equal(ticket.Attached.Select(attached => attached.Id.Value).Append("by-hand").Order(), orders.Select(order => order.ClientOrderId).Order());
    }

    [Fact]
    public async Task Stop_of_an_old_trade_whose_end_could_not_be_read_is_told_by_the_next_list()
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        floor.Minute(100);
        var entry = OrderTerms.Limit(OrderSide.Buy, 10, ContractFloor.Usd(100), TimeInForce.GoodTilCanceled);
        var ticket = floor.Bracket(entry, stop: 95, target: 110);
        await floor.SendAsync(ticket);
        floor.Minute(100);
        floor.Clock.SetTo(floor.Clock.GetUtcNow().AddDays(9));
        var open = await floor.Broker.OrdersAsync(floor.Clock.GetUtcNow(), Cancellation);
        floor.Minute(94);

        floor.Faults!.Set(FaultRule.On("find", FaultKind.Drop, times: 0));
        var cut = await floor.Broker.OrdersAsync(floor.Clock.GetUtcNow().AddMinutes(-2), Cancellation);
        floor.Faults.Set();
        floor.Clock.SetTo(floor.Clock.GetUtcNow().AddMinutes(10));
        var next = await floor.Broker.OrdersAsync(floor.Clock.GetUtcNow().AddMinutes(-2), Cancellation);
        var last = await floor.Broker.OrdersAsync(floor.Clock.GetUtcNow().AddMinutes(-2), Cancellation);

        var ids = ticket.Attached.Select(attached => attached.Id.Value).ToArray();
        Assert.Equal((2, true, true), (open.Value.Count(order => ids.Contains(order.ClientOrderId)), cut.IsDone, next.IsDone));
        Assert.Equal([OrderState.Filled, OrderState.Canceled], ids.Select(id => next.Value.Single(order => order.ClientOrderId == id).State!.Value));
        Assert.Empty(last.Value);
    }

    [Fact]
    public async Task News_of_an_attached_order_is_understood_after_a_restart()
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        using var before = floor.Connect(floor.Settings);
        floor.Minute(100);
        var ticket = floor.Bracket(ContractFloor.Buy(10), stop: 95, target: 110);
        await before.Broker.SubmitAsync(ticket, Cancellation);
        floor.Minute(100);
        await floor.ListenAsync();

        floor.Minute(94);

        Assert.Equal(OrderState.Filled, (await floor.HeardAsync(update => update.ClientOrderId == ticket.Attached[0].Id.Value && update.Fill is not null)).State);
    }

    [Fact]
    public async Task Order_that_alpaca_put_in_the_place_of_a_leg_goes_by_the_legs_name()
    {
        await using var floor = await AlpacaFloor.OpenAsync();
        floor.Minute(100);
        var ticket = floor.Bracket(ContractFloor.Buy(10), stop: 95, target: 110);
        await floor.SendAsync(ticket);
        floor.Minute(100);
        var leg = floor.Fake.Account.Orders.Single(order => order.Terms.Type == OrderType.Stop);

        var replaced = floor.Fake.Account.Replace(leg, clientOrderId: null, leg.Terms with { StopPrice = ContractFloor.Usd(96) });
        var told = await floor.HeardAsync(update => update.Terms is not null);
        var found = await floor.OrderAsync(ticket.Attached[0].Id.Value, leg.Id.ToString());
        var canceled = await floor.Broker.CancelAsync(ticket.Attached[0].Id.Value, leg.Id.ToString(), Cancellation);

        Assert.True(replaced.IsDone);
        Assert.Equal((ticket.Attached[0].Id.Value, ContractFloor.Usd(96)), (told.ClientOrderId, told.Terms!.StopPrice!.Value));
        Assert.Equal((replaced.Order!.Id.ToString(), ticket.Attached[0].Id.Value), (found.BrokerOrderId, found.ClientOrderId));
        Assert.Equal(BrokerOutcome.Done, canceled.Outcome);
        Assert.False(replaced.Order.IsOpen);
    }

    [Fact]
    public async Task Look_up_of_an_id_that_was_replaced_twice_finds_the_order_that_works()
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        floor.Minute(100);
        var ticket = floor.Ticket(ContractFloor.BuyLimit(10, 90));
        await floor.SendAsync(ticket);
        await floor.Broker.ReplaceAsync(ticket.Id.Value, null, ticket.Id.ClientOrderId(1), ContractFloor.BuyLimit(10, 91), Cancellation);
        await floor.Broker.ReplaceAsync(ticket.Id.ClientOrderId(1), null, ticket.Id.ClientOrderId(2), ContractFloor.BuyLimit(10, 92), Cancellation);
        using var restarted = floor.Connect(floor.Settings);

        var found = await restarted.Broker.FindAsync(ticket.Id.Value, null, Cancellation);

        Assert.Equal((ticket.Id.ClientOrderId(2), OrderState.Accepted), (found.Value!.ClientOrderId, found.Value.State!.Value));
    }

    [Theory]
    [InlineData(OrderType.Market), InlineData(OrderType.Limit), InlineData(OrderType.Stop), InlineData(OrderType.StopLimit), InlineData(OrderType.TrailingStop)]
    public async Task Terms_of_every_type_come_back_as_they_were_sent(OrderType type)
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        floor.Minute(100);
        var terms = type switch
        {
            OrderType.Market => OrderTerms.Market(OrderSide.Buy, 10),
            OrderType.Limit => ContractFloor.BuyLimit(10, 90.12m),
            OrderType.Stop => OrderTerms.Stop(OrderSide.Buy, 10, ContractFloor.Usd(120)),
            OrderType.StopLimit => OrderTerms.StopLimit(OrderSide.Buy, 10, ContractFloor.Usd(120), ContractFloor.Usd(121.50m), TimeInForce.Day),
            _ => OrderTerms.TrailingStop(OrderSide.Buy, 10, Trail.OfPercent(5)),
        };

        var sent = await floor.SendAsync(floor.Ticket(terms));

        Assert.Equal(terms, sent.Terms);
    }
}
