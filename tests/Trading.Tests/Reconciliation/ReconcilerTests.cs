using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Reconciliation;
using Trading.Trades;

namespace Trading.Tests.Reconciliation;

public sealed class ReconcilerTests
{
    private static readonly DateTimeOffset Open = new(2026, 8, 21, 13, 30, 0, TimeSpan.Zero);
    private static readonly Symbol Apple = new("AAPL");
    private static readonly Scope Owner = new("paper", "trend", Apple);
    private static readonly TradeId TradeId = TradeId.Of(MessageId.From("a signal"), Open, Owner);
    private static readonly OrderId Entry = new(TradeId, OrderRole.Entry, 1);
    private static readonly OrderId Stop = new(TradeId, OrderRole.Stop, 1);
    private static readonly BrokerAccount Account = new("paper", 1000, 1000, 1000, IsPaper: true, MayShort: true);

    [Theory]
    [InlineData(OrderState.Submitted, 0, OrderState.Accepted, 0, DifferenceCode.OrderAdopted)]
    [InlineData(OrderState.PendingSubmission, 0, OrderState.Accepted, 0, DifferenceCode.OrderAdopted)]
    [InlineData(OrderState.Accepted, 0, OrderState.Filled, 100, DifferenceCode.FillMissed)]
    [InlineData(OrderState.Canceled, 0, OrderState.Canceled, 30, DifferenceCode.FillMissed)]
    [InlineData(OrderState.Accepted, 0, OrderState.Canceled, 0, DifferenceCode.EndMissed)]
    [InlineData(OrderState.Accepted, 0, OrderState.Accepted, 0, null)]
    [InlineData(OrderState.Filled, 100, OrderState.Filled, 100, null)]
    [InlineData(OrderState.Filled, 100, OrderState.Accepted, 0, null)] // an answer that is older than what is known
    [InlineData(OrderState.Accepted, 0, null, 0, null)] // a status that no table knows says nothing
    public void An_order_of_ours_is_compared_by_what_both_sides_know(OrderState here, int filledHere, OrderState? there, int filledThere, DifferenceCode? code)
    {
        var ours = new Order { Ticket = Ticket(Entry, OrderRole.Entry), Terms = OrderTerms.Market(OrderSide.Buy, 100), State = here, Filled = filledHere };

        var found = Reconciler.CompareOrders("paper", [AtBroker(Entry.Value, there, filledThere)], id => id == Entry ? ours : null);

        Assert.Equal(code is null ? [] : [code.Value], found.Select(one => one.Code));
        Assert.DoesNotContain(found, one => one.Halts);
    }

    [Theory]
    [InlineData(2, OrderState.Accepted, OrderState.Accepted, DifferenceCode.ReplacementMissed)]
    [InlineData(1, OrderState.Accepted, OrderState.Accepted, null)]
    [InlineData(0, OrderState.Accepted, OrderState.Accepted, null)] // what was replaced, in an answer that is older than what is known
    [InlineData(2, OrderState.Canceled, OrderState.Accepted, null)]
    public void A_replacement_that_nobody_heard_of_is_taken_over(int there, OrderState here, OrderState theirs, DifferenceCode? code)
    {
        var ours = new Order { Ticket = Ticket(Stop, OrderRole.Stop), Terms = OrderTerms.Market(OrderSide.Sell, 100), State = here, BrokerOrderId = "B1", Replacement = 1, Replacements = 2 };

        var found = Reconciler.CompareOrders("paper", [AtBroker(there == 0 ? Stop.Value : Stop.ClientOrderId(there), theirs)], _ => ours);

        Assert.Equal(code is null ? [] : [code.Value], found.Select(one => one.Code));
    }

    [Theory]
    [InlineData(OrderState.Canceled, null, OrderState.Accepted, DifferenceCode.OrderAdopted)]
    [InlineData(OrderState.Rejected, null, OrderState.Accepted, DifferenceCode.OrderAdopted)]
    [InlineData(OrderState.Rejected, null, OrderState.Canceled, null)]
    [InlineData(OrderState.Canceled, "B1", OrderState.Accepted, null)] // an answer that is older than what is known
    public void An_order_that_was_given_up_and_lives_at_the_broker_is_told(OrderState here, string? brokerOrderId, OrderState there, DifferenceCode? code)
    {
        var ours = new Order { Ticket = Ticket(Entry, OrderRole.Entry), Terms = OrderTerms.Market(OrderSide.Buy, 100), State = here, BrokerOrderId = brokerOrderId };

        var found = Reconciler.CompareOrders("paper", [AtBroker(Entry.Value, there)], id => id == Entry ? ours : null);

        Assert.Equal(code is null ? [] : [code.Value], found.Select(one => one.Code));
    }

    [Fact]
    public void An_order_that_waits_for_its_parent_is_no_news() => Assert.Empty(Reconciler.CompareOrders(
        "paper", [AtBroker(Stop.Value, OrderState.Accepted)], _ => new Order { Ticket = Ticket(Stop, OrderRole.Stop) with { Parent = Entry }, Terms = OrderTerms.Market(OrderSide.Sell, 100) }));

    [Fact]
    public void An_open_order_of_somebody_else_is_told_and_one_that_ended_is_not()
    {
        var found = Reconciler.CompareOrders("paper", [AtBroker("by hand", OrderState.Accepted), AtBroker("long ago", OrderState.Filled, 100)], _ => null);

        var foreign = Assert.Single(found);
        Assert.Equal((DifferenceCode.OrderForeign, "B-by hand", false), (foreign.Code, foreign.Subject, foreign.Halts));
    }

    [Fact]
    public void An_open_order_under_an_id_of_ours_that_no_trade_placed_halts()
    {
        var unknown = Assert.Single(Reconciler.CompareOrders("paper", [AtBroker(Entry.Value, OrderState.Accepted)], _ => null));

        Assert.Equal((DifferenceCode.OrderUnknown, true, Owner), (unknown.Code, unknown.Halts, unknown.Scope));
    }

    [Fact]
    public void What_the_broker_had_taken_and_does_not_list_is_looked_up()
    {
        Order[] ours = [.. new[] { OrderState.PendingSubmission, OrderState.Submitted, OrderState.Accepted, OrderState.Filled }
            .Select((state, i) => new Order { Ticket = Ticket(new OrderId(TradeId, OrderRole.Exit, i + 1), OrderRole.Exit), Terms = OrderTerms.Market(OrderSide.Sell, 1), State = state })];

        Assert.Equal([OrderState.Accepted], Reconciler.NotListed(ours, []).Select(order => order.State));
        Assert.Empty(Reconciler.NotListed(ours, [AtBroker(ours[2].Id.ClientOrderId(2), OrderState.Accepted)]));
    }

    [Theory]
    [InlineData(100, 100, null, false)]
    [InlineData(100, 60, DifferenceCode.PositionUnexplained, true)]
    [InlineData(100, 0, DifferenceCode.PositionUnexplained, true)]
    [InlineData(100, -100, DifferenceCode.PositionUnexplained, true)]
    [InlineData(0, 50, DifferenceCode.PositionForeign, false)]
    public void Shares_are_explained_by_trades_or_halt_or_are_somebody_elses(int here, int there, DifferenceCode? code, bool halts)
    {
        Trade[] live = here == 0 ? [] : [Holding(here)];
        BrokerPosition[] positions = there == 0 ? [] : [new BrokerPosition(Apple, there, 100)];

        var found = Reconciler.CompareHoldings("paper", live, [AtBroker(Stop.Value, OrderState.Accepted)], positions, null, Account);

        Assert.Equal(code is null ? [] : [(code.Value, halts)], found.Select(one => (one.Code, one.Halts)));
    }

    [Fact]
    public void A_symbol_that_the_broker_lists_twice_is_held_in_the_sum() => Assert.Empty(Reconciler.CompareHoldings(
        "paper", [Holding(100)], [AtBroker(Stop.Value, OrderState.Accepted)], [new BrokerPosition(Apple, 130, 100), new BrokerPosition(Apple, -30, 100)], null, Account));

    [Theory]
    [InlineData(OrderState.Accepted, 100, false)]
    [InlineData(OrderState.Accepted, 60, true)]
    [InlineData(OrderState.Canceled, 100, true)]
    public void Held_shares_without_a_stop_for_all_of_them_are_told(OrderState stop, int quantity, bool isMissing)
    {
        var atBroker = AtBroker(Stop.Value, stop) with { Terms = OrderTerms.Stop(OrderSide.Sell, quantity, Price.Parse("90")) };

        var found = Reconciler.CompareHoldings("paper", [Holding(100)], [atBroker], [new BrokerPosition(Apple, 100, 100)], 1000, Account);

        Assert.Equal(isMissing ? [DifferenceCode.StopMissing] : [], found.Select(one => one.Code));
    }

    [Fact]
    public void Cash_that_differs_is_told_with_both_figures()
    {
        var differs = Assert.Single(Reconciler.CompareHoldings("paper", [], [], [], 998.5m, Account));

        Assert.Equal((DifferenceCode.CashDiffers, "the broker has 1000 dollars, 998.5 are booked"), (differs.Code, differs.Detail));
    }

    private static Trade Holding(decimal shares) => new()
    {
        Id = TradeId,
        Scope = Owner,
        Plan = new TradePlan { Direction = TradeDirection.Long, ReferencePrice = Price.Parse("100"), SignaledAt = Open, Reason = "a test" },
        Settings = TradeSettings.Default,
        State = TradeState.Open,
        StopPrice = Price.Parse("90"),
        Orders = [new TradeOrder(Entry, OrderRole.Entry, OrderTerms.Market(OrderSide.Buy, shares)) { State = OrderState.Filled, Filled = shares, FilledValue = shares * 100 }],
        History = History<TradeState>.Empty,
    };

    private static OrderTicket Ticket(OrderId id, OrderRole role) => new(id, TradeId, Owner, role, OrderTerms.Market(OrderSide.Buy, 100));

    private static BrokerOrder AtBroker(string clientOrderId, OrderState? state, decimal filled = 0) => new(
        $"B-{clientOrderId}", clientOrderId, state, state?.ToString() ?? "on_the_moon", OrderTerms.Market(OrderSide.Sell, 100), filled, ImmutableArray<Fill>.Empty, "", Open, null, []);
}
