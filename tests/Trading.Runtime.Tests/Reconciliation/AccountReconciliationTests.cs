using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Positions;
using Trading.Reconciliation;
using Trading.Risk;
using Trading.Runtime.Delivery;
using Trading.Runtime.Reconciliation;
using Trading.Trades;

namespace Trading.Runtime.Tests.Reconciliation;

/// <summary>What the reconciliation concludes and says of a broker whose answers are set.</summary>
public sealed class AccountReconciliationTests : IBroker, IReconciledDesk, IMarketDataSource
{
    private static readonly DateTimeOffset Now = new(2026, 8, 21, 14, 0, 0, TimeSpan.Zero);
    private static readonly Symbol Apple = new("AAPL");
    private static readonly Scope Owner = new("paper", "trend", Apple);
    private static readonly TradeId TradeId = TradeId.Of(MessageId.From("a signal"), Now, Owner);
    private static readonly OrderId Entry = new(TradeId, OrderRole.Entry, 1);
    private static readonly OrderId Stop = new(TradeId, OrderRole.Stop, 1);

    private static readonly RiskSettings Risk = new() { Accounts = [new AccountRules { Account = "paper", Limits = RiskLimits.None, Sizing = new SizingRule.FixedShares(100) }] };

    private readonly FakeTimeProvider _clock = new(Now);
    private readonly CommittedSteps _store = new();
    private readonly Dictionary<string, AgentRunner> _agents;
    private readonly AccountReconciliation _reconciliation;
    private LifecyclesSeen _live = new([], [], 0);
    private BrokerAnswer<ImmutableArray<BrokerOrder>> _orders = BrokerAnswers.Done(ImmutableArray<BrokerOrder>.Empty);
    private BrokerAnswer<ImmutableArray<BrokerPosition>> _positions = BrokerAnswers.Done(ImmutableArray<BrokerPosition>.Empty);
    private readonly List<string> _askedFor = [];
    private decimal _cash = 1000;
    private bool _isQuiet = true;
    private int _pauses;
    private Action<int> _onPause = _ => { };

    public AccountReconciliationTests()
    {
        var calendar = new NyseCalendar();
        AgentRunner Runner(Func<IStateStore, IAgent> make) => new(make, _store, _store, new RedeliveryPolicy(), _clock, NullLogger<AgentRunner>.Instance);
        _agents = new(StringComparer.Ordinal)
        {
            [AgentNames.Risk] = Runner(state => new RiskManagementAgent(state, this, calendar, Risk, _clock)),
            [AgentNames.Orders] = Runner(state => new OrderExecutionAgent([this], new PortfolioOpeningGate(state))),
            [AgentNames.Positions] = Runner(state => new PositionManagementAgent(state, ["paper"], new WatchSettings(), calendar)),
        };
        _reconciliation = new AccountReconciliation(this, this, _store, "paper", _clock, NullLogger<AccountReconciliation>.Instance);
    }

    string IBroker.Account => "paper";

    [Fact]
    public async Task An_account_that_agrees_becomes_known()
    {
        Assert.True(await RunAsync());

        Assert.True(PortfolioNow is { IsKnown: true, Cash: 1000 });
        Assert.Equal(0, Said<AccountReconciled>().Single().Differences);
    }

    [Fact]
    public async Task A_query_that_failed_is_never_taken_for_a_flat_account()
    {
        _live = new([Holding], [], 0);
        _positions = BrokerAnswers.Failed<ImmutableArray<BrokerPosition>>(BrokerOutcome.NoAnswer, "HTTP_503", "away", null);

        Assert.False(await RunAsync());

        Assert.Equal(DifferenceCode.BrokerSilent, Said<DifferenceFound>().Single().Code);
        Assert.Null(PortfolioNow);
        Assert.Empty(Said<HaltRequested>());
    }

    [Fact]
    public async Task An_order_that_is_not_listed_is_asked_for_under_the_name_that_the_broker_may_know()
    {
        // Its fill was heard of and its acceptance was not; of its replacement nobody has heard.
        var terms = OrderTerms.Market(OrderSide.Buy, 100);
        var order = new Order
        {
            Ticket = new OrderTicket(Entry, TradeId, Owner, OrderRole.Entry, terms), Terms = terms, State = OrderState.PartiallyFilled, Filled = 40, Replacements = 1, IsReplacing = true,
        };
        _live = new([], [order], 0);

        await RunAsync();

        Assert.Equal(Entry.Value, _askedFor.Distinct().Single());
    }

    [Fact]
    public async Task Shares_that_nothing_explains_halt_the_desk()
    {
        _live = new([Holding], [], 0);
        _orders = BrokerAnswers.Done<ImmutableArray<BrokerOrder>>([AtBroker(Stop, OrderState.Accepted, OrderTerms.Stop(OrderSide.Sell, 100, Price.Parse("90")), 0)]);

        Assert.True(await RunAsync());

        Assert.Equal(DifferenceCode.PositionUnexplained, Said<DifferenceFound>().Single().Code);
        Assert.Contains("PositionUnexplained AAPL", Said<HaltRequested>().Single().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shares_that_differ_by_another_number_at_each_look_are_of_a_market_that_moves_and_nothing_is_concluded()
    {
        _live = new([Holding], [], 0);
        _orders = BrokerAnswers.Done<ImmutableArray<BrokerOrder>>([AtBroker(Stop, OrderState.Accepted, OrderTerms.Stop(OrderSide.Sell, 100, Price.Parse("90")), 0)]);
        _onPause = look => _positions = BrokerAnswers.Done<ImmutableArray<BrokerPosition>>([new BrokerPosition(Apple, look, 100)]);

        Assert.False(await RunAsync());

        Assert.Empty(Said<HaltRequested>());
    }

    [Fact]
    public async Task While_messages_wait_nothing_is_concluded()
    {
        _live = new([Holding], [], 0);
        _isQuiet = false;

        Assert.False(await RunAsync());

        Assert.Empty(Said<HaltRequested>());
    }

    [Fact]
    public async Task Trades_that_have_not_told_their_state_keep_the_account_unknown()
    {
        _live = new([], [], 1);
        _orders = BrokerAnswers.Done<ImmutableArray<BrokerOrder>>([AtBroker(Entry, OrderState.Accepted, OrderTerms.Market(OrderSide.Buy, 100), 0)]);

        Assert.False(await RunAsync());

        Assert.Null(PortfolioNow);
        Assert.Empty(Said<HaltRequested>());
    }

    [Fact]
    public async Task An_order_that_the_broker_had_taken_and_does_not_have_is_canceled_so_that_its_trade_sends_another()
    {
        var terms = OrderTerms.Stop(OrderSide.Sell, 100, Price.Parse("90"));
        _live = new([], [Of(Stop, OrderRole.Stop, terms, OrderState.Accepted) with { BrokerOrderId = "B1" }], 0);

        Assert.True(await RunAsync());

        Assert.Equal(Stop, Said<OrderCanceled>().First().OrderId);
    }

    [Fact]
    public async Task Only_what_differs_is_told_as_news_because_those_who_forgot_a_settled_order_would_book_it_again()
    {
        var stop = OrderTerms.Stop(OrderSide.Sell, 100, Price.Parse("90"));
        _live = new([Holding], [Of(Stop, OrderRole.Stop, stop, OrderState.Accepted) with { BrokerOrderId = $"B-{Stop}" }], 0);
        _orders = BrokerAnswers.Done<ImmutableArray<BrokerOrder>>([AtBroker(Entry, OrderState.Filled, OrderTerms.Market(OrderSide.Buy, 100), 100), AtBroker(Stop, OrderState.Filled, stop, 100)]);

        await RunAsync();

        Assert.Equal((DifferenceCode.FillMissed, Stop.Value), (Said<DifferenceFound>().First().Code, _store.Said.First(message => message.Data is DifferenceFound).Subject));
        Assert.Equal([Stop], Said<OrderFilled>().Select(filled => filled.OrderId).Distinct());
    }

    [Fact]
    public async Task Of_an_order_that_differs_the_fills_that_are_booked_are_not_told_again()
    {
        var stop = OrderTerms.Stop(OrderSide.Sell, 100, Price.Parse("90"));
        _live = new([Holding], [Of(Stop, OrderRole.Stop, stop, OrderState.PartiallyFilled) with { BrokerOrderId = $"B-{Stop}", Filled = 60, Executions = ["E1"] }], 0);
        Fill Part(string id, decimal shares) => new(id, OrderSide.Sell, shares, Price.Parse("90"), 0, Now);
        _orders = BrokerAnswers.Done<ImmutableArray<BrokerOrder>>([AtBroker(Stop, OrderState.Filled, stop, 100) with { Fills = [Part("E1", 60), Part("E2", 40)] }]);

        await RunAsync();

        Assert.Equal([("E2", 100)], _store.Said.Select(message => message.Data).OfType<OrderExecuted>().Select(executed => (executed.Fill.ExecutionId, executed.TotalFilled)));
    }

    [Fact]
    public async Task That_a_booked_fill_was_the_last_is_news_to_an_order_that_waits_for_more()
    {
        var stop = OrderTerms.Stop(OrderSide.Sell, 100, Price.Parse("90"));
        _live = new([Holding], [Of(Stop, OrderRole.Stop, stop, OrderState.PartiallyFilled) with { BrokerOrderId = $"B-{Stop}", Filled = 60, Executions = ["E1"] }], 0);
        _orders = BrokerAnswers.Done<ImmutableArray<BrokerOrder>>([AtBroker(Stop, OrderState.Filled, stop, 60)]);

        await RunAsync();

        Assert.Equal(60, Said<OrderFilled>().Single().TotalFilled);
    }

    [Fact]
    public async Task Cash_that_differs_alone_and_twice_by_as_much_is_taken_over()
    {
        await RunAsync();
        _cash = 1100;

        await RunAsync();
        Assert.Equal(1000, PortfolioNow!.Cash);

        await RunAsync();
        Assert.Equal(1100, PortfolioNow!.Cash);
    }

    [Fact]
    public async Task Cash_that_differs_beside_a_fill_that_was_missed_is_left_to_the_news_of_the_fill()
    {
        await RunAsync();
        var stop = OrderTerms.Stop(OrderSide.Sell, 100, Price.Parse("90"));
        _live = new([Holding], [Of(Stop, OrderRole.Stop, stop, OrderState.Accepted) with { BrokerOrderId = $"B-{Stop}" }], 0);
        _orders = BrokerAnswers.Done<ImmutableArray<BrokerOrder>>([AtBroker(Stop, OrderState.Filled, stop, 100)]);
        _cash = 10_000;

        await RunAsync();
        await RunAsync();

        Assert.Equal(1000, PortfolioNow!.Cash);
    }

    [Fact]
    public async Task A_shared_state_that_is_gone_is_made_again_from_the_trades_and_the_broker()
    {
        _live = new([Holding], [], 0);
        _orders = BrokerAnswers.Done<ImmutableArray<BrokerOrder>>(
        [
            AtBroker(Entry, OrderState.Filled, OrderTerms.Market(OrderSide.Buy, 100), 100),
            AtBroker(Stop, OrderState.Accepted, OrderTerms.Stop(OrderSide.Sell, 100, Price.Parse("90")), 0),
        ]);
        _positions = BrokerAnswers.Done<ImmutableArray<BrokerPosition>>([new BrokerPosition(Apple, 100, 100)]);

        Assert.True(await RunAsync());

        Assert.Empty(Said<DifferenceFound>());
        Assert.Equal((1000, 100), (PortfolioNow!.Cash, PortfolioNow.Holdings.Single().Quantity));
        Assert.Equal(100, _store.Values.Values.OfType<PositionBook>().Single().Find(TradeId)!.Position.Quantity);
    }

    [Fact]
    public async Task What_a_sale_that_nobody_has_told_of_yet_paid_is_not_counted_into_the_buying_power_twice()
    {
        _live = new([Holding], [], 0);
        _positions = BrokerAnswers.Done<ImmutableArray<BrokerPosition>>([new BrokerPosition(Apple, 100, 100)]);
        _orders = BrokerAnswers.Done<ImmutableArray<BrokerOrder>>([AtBroker(Entry, OrderState.Filled, OrderTerms.Market(OrderSide.Buy, 100), 100)]);
        await RunAsync();
        _cash = 11_000; // the stop trades after the orders were listed and before the account was asked for
        await RunAsync();

        await HearAsync(EventNames.OrderFilled, new OrderFilled(Stop, new Fill("E2", OrderSide.Sell, 100, Price.Parse("100"), 0, Now), 100));

        Assert.Equal((11_000m, 11_000m), (PortfolioNow!.Cash, PortfolioNow.BuyingPower));
    }

    [Fact]
    public async Task What_a_purchase_that_nobody_has_told_of_yet_cost_is_taken_off_the_buying_power_at_once()
    {
        await RunAsync();
        _cash = 400;
        await RunAsync();

        Assert.Equal((1000m, 400m), (PortfolioNow!.Cash, PortfolioNow.BuyingPower));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public async Task What_a_working_entry_may_still_buy_is_reserved_again_when_the_shared_state_is_gone(int filled)
    {
        var entry = OrderTerms.Limit(OrderSide.Buy, 100, Price.Parse("101"));
        var state = filled == 0 ? OrderState.Accepted : OrderState.PartiallyFilled;
        _live = new([Working(entry, state, filled)], [Of(Entry, OrderRole.Entry, entry, state) with { BrokerOrderId = $"B-{Entry}", Filled = filled, Executions = filled == 0 ? [] : ["E1"] }], 0);
        _orders = BrokerAnswers.Done<ImmutableArray<BrokerOrder>>([AtBroker(Entry, state, entry, filled)]);
        if (filled > 0) _positions = BrokerAnswers.Done<ImmutableArray<BrokerPosition>>([new BrokerPosition(Apple, filled, 100)]);

        Assert.True(await RunAsync());

        var trade = Assert.Single(PortfolioNow!.Trades);
        Assert.Equal((filled, 100m - filled, 101m), (trade.Held, trade.Reserved, trade.ReservedPrice));
        await RunAsync();
        Assert.Equal(trade.ReservedNotional, Assert.Single(PortfolioNow!.Trades).ReservedNotional);
        await HearAsync(EventNames.TradeCanceled, new TradeCanceled(TradeId, "a test"));
        Assert.Equal(0, PortfolioNow!.Trades.Sum(one => one.Reserved));
    }

    [Fact]
    public async Task A_fill_that_is_told_before_the_state_is_made_again_is_not_reserved_a_second_time()
    {
        var entry = OrderTerms.Limit(OrderSide.Buy, 100, Price.Parse("101"));
        _live = new([Working(entry, OrderState.PartiallyFilled, 40)], [Of(Entry, OrderRole.Entry, entry, OrderState.PartiallyFilled) with { BrokerOrderId = $"B-{Entry}", Filled = 40, Executions = ["E1"] }], 0);
        _orders = BrokerAnswers.Done<ImmutableArray<BrokerOrder>>([AtBroker(Entry, OrderState.PartiallyFilled, entry, 40)]);
        _positions = BrokerAnswers.Done<ImmutableArray<BrokerPosition>>([new BrokerPosition(Apple, 40, 100)]);
        await HearAsync(EventNames.OrderPartiallyFilled, new OrderPartiallyFilled(Entry, new Fill("E1", OrderSide.Buy, 40, Price.Parse("100"), 0, Now), 40));

        Assert.True(await RunAsync());

        var trade = Assert.Single(PortfolioNow!.Trades);
        Assert.Equal((40m, 60m), (trade.Held, trade.Reserved));
    }

    ValueTask<LifecyclesSeen> IReconciledDesk.LiveAsync(CancellationToken cancellation) => new(_live);

    ValueTask<Order?> IReconciledDesk.FindEndedAsync(OrderId id, CancellationToken cancellation) => new(
        _live.Trades.IsEmpty ? null
        : id == Entry ? Of(Entry, OrderRole.Entry, OrderTerms.Market(OrderSide.Buy, 100), OrderState.Filled) with { Filled = 100 }
        : id == Stop ? Of(Stop, OrderRole.Stop, OrderTerms.Stop(OrderSide.Sell, 100, Price.Parse("90")), OrderState.Accepted)
        : null);

    ValueTask IReconciledDesk.TickAsync(string agent, MessageId root, Func<IAgent, Outbox, ValueTask> tick, CancellationToken cancellation) =>
        _agents[agent].TickAsync(root, tick, cancellation);

    ValueTask<bool> IReconciledDesk.SettleAsync(CancellationToken cancellation) => new(_isQuiet);

    Task IReconciledDesk.PauseAsync(CancellationToken cancellation)
    {
        _onPause(++_pauses);
        _clock.Advance(TimeSpan.FromSeconds(1));
        return Task.CompletedTask;
    }

    ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> IBroker.OrdersAsync(DateTimeOffset since, CancellationToken cancellation) => new(_orders);

    ValueTask<BrokerAnswer<ImmutableArray<BrokerPosition>>> IBroker.PositionsAsync(CancellationToken cancellation) => new(_positions);

    ValueTask<BrokerAnswer<BrokerAccount>> IBroker.AccountAsync(CancellationToken cancellation) => new(BrokerAnswers.Done(new BrokerAccount("PA1", _cash, _cash, _cash, IsPaper: true, MayShort: true)));

    ValueTask<BrokerAnswer<BrokerOrder>> IBroker.FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation)
    {
        _askedFor.Add(clientOrderId);
        return new(BrokerAnswers.Failed<BrokerOrder>(BrokerOutcome.NotFound, "", "it is not there", null));
    }

    ValueTask<BrokerAnswer<BrokerOrder>> IBroker.SubmitAsync(OrderTicket ticket, CancellationToken cancellation) => throw new NotSupportedException();

    ValueTask<BrokerAnswer<BrokerOrder>> IBroker.CancelAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) => throw new NotSupportedException();

    ValueTask<BrokerAnswer<BrokerOrder>> IBroker.ReplaceAsync(
        string clientOrderId, string? brokerOrderId, string newClientOrderId, OrderTerms terms, CancellationToken cancellation) => throw new NotSupportedException();

    ValueTask<Quote?> IMarketDataSource.QuoteAsync(Symbol symbol, CancellationToken cancellation) => new(default(Quote));

    ValueTask<ImmutableArray<Bar>> IMarketDataSource.BarsAsync(Symbol symbol, BarPeriod period, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) => new([]);

    private static Trade Holding => new()
    {
        Id = TradeId,
        Scope = Owner,
        Plan = new TradePlan { Direction = TradeDirection.Long, ReferencePrice = Price.Parse("100"), SignaledAt = Now, StopPrice = Price.Parse("90"), Reason = "a test" },
        Settings = TradeSettings.Default,
        State = TradeState.Open,
        StopPrice = Price.Parse("90"),
        OpenedAt = Now,
        Orders = [new TradeOrder(Entry, OrderRole.Entry, OrderTerms.Market(OrderSide.Buy, 100)) { State = OrderState.Filled, Filled = 100, FilledValue = 10_000 }],
    };

    private static Trade Working(OrderTerms entry, OrderState state, decimal filled) => Holding with
    {
        State = TradeState.Entering,
        OpenedAt = null,
        Quantity = 100,
        Plan = Holding.Plan with { EntryType = OrderType.Limit, EntryLimit = entry.LimitPrice },
        Orders = [new TradeOrder(Entry, OrderRole.Entry, entry) { State = state, Filled = filled, FilledValue = filled * 100 }],
    };

    private async Task HearAsync(EventName name, Payload data)
    {
        var message = Message.First(MessageId.From(name.Value), name, "a test", Now, "", Owner, data);
        await _agents[AgentNames.Risk].TickAsync(message.Id, (agent, outbox) => agent.HandleAsync(message, outbox, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
    }

    private static Order Of(OrderId id, OrderRole role, OrderTerms terms, OrderState state) =>
        new() { Ticket = new OrderTicket(id, TradeId, Owner, role, terms), Terms = terms, State = state };

    private Portfolio? PortfolioNow => (Portfolio?)_store.Values.GetValueOrDefault(new StateKey(Portfolio.Kind, "paper"));

    private static BrokerOrder AtBroker(OrderId id, OrderState state, OrderTerms terms, decimal filled) => new(
        $"B-{id}", id.Value, state, state.ToString(), terms, filled,
        filled == 0 ? [] : [new Fill("E1", terms.Side, filled, Price.Parse("100"), 0, Now)], "", Now, null, []);

    private IEnumerable<T> Said<T>()
        where T : Payload => _store.Said.Select(message => message.Data).OfType<T>();

    private Task<bool> RunAsync() => _reconciliation.RunAsync(TestContext.Current.CancellationToken);
}
