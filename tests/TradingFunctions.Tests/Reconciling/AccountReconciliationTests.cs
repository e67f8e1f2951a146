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
using TradingFunctions.Delivery;
using TradingFunctions.Reconciling;
using TradingFunctions.Tests.Lifecycles;

namespace TradingFunctions.Tests.Reconciling;

public sealed class AccountReconciliationTests : IBroker, ILifecycleStates, IMarketDataSource
{
    private static readonly DateTimeOffset Now = new(2026, 8, 21, 14, 0, 0, TimeSpan.Zero);
    private static readonly Symbol Apple = new("AAPL");
    private static readonly Scope Owner = new("paper", "trend", Apple);
    private static readonly TradeId TradeId = TradeId.Of(MessageId.From("a signal"), Now, Owner);
    private static readonly OrderId Entry = new(TradeId, OrderRole.Entry, 1);
    private static readonly OrderId Stop = new(TradeId, OrderRole.Stop, 1);

    private readonly FakeTimeProvider _clock = new(Now);
    private readonly StepsInMemory _store = new();
    private LifecyclesSeen _live = new([], [], 0);
    private BrokerAnswer<ImmutableArray<BrokerOrder>> _orders = BrokerAnswers.Done(ImmutableArray<BrokerOrder>.Empty);
    private BrokerAnswer<ImmutableArray<BrokerPosition>> _positions = BrokerAnswers.Done(ImmutableArray<BrokerPosition>.Empty);
    private bool _isQuiet = true;

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
    public async Task Shares_that_nothing_explains_halt_the_desk()
    {
        _live = new([Holding], [], 0);
        _orders = BrokerAnswers.Done<ImmutableArray<BrokerOrder>>([AtBroker(Stop, OrderState.Accepted, OrderTerms.Stop(OrderSide.Sell, 100, Price.Parse("90")), 0)]);

        Assert.True(await RunAsync());

        Assert.Equal(DifferenceCode.PositionUnexplained, Said<DifferenceFound>().Single().Code);
        Assert.Contains("PositionUnexplained AAPL", Said<HaltRequested>().Single().Reason, StringComparison.Ordinal);
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

    ValueTask<LifecyclesSeen> ILifecycleStates.LiveAsync(CancellationToken cancellation) => new(_live);

    ValueTask<Order?> ILifecycleStates.FindEndedAsync(OrderId id, CancellationToken cancellation) => new(
        _live.Trades.IsEmpty ? null
        : id == Entry ? Of(Entry, OrderRole.Entry, OrderTerms.Market(OrderSide.Buy, 100), OrderState.Filled) with { Filled = 100 }
        : id == Stop ? Of(Stop, OrderRole.Stop, OrderTerms.Stop(OrderSide.Sell, 100, Price.Parse("90")), OrderState.Accepted)
        : null);

    ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> IBroker.OrdersAsync(DateTimeOffset since, CancellationToken cancellation) => new(_orders);

    ValueTask<BrokerAnswer<ImmutableArray<BrokerPosition>>> IBroker.PositionsAsync(CancellationToken cancellation) => new(_positions);

    ValueTask<BrokerAnswer<BrokerAccount>> IBroker.AccountAsync(CancellationToken cancellation) => new(BrokerAnswers.Done(new BrokerAccount("PA1", 1000, 1000, 1000, IsPaper: true, MayShort: true)));

    ValueTask<BrokerAnswer<BrokerOrder>> IBroker.FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
        new(BrokerAnswers.Failed<BrokerOrder>(BrokerOutcome.NotFound, "", "it is not there", null));

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

    private static Order Of(OrderId id, OrderRole role, OrderTerms terms, OrderState state) =>
        new() { Ticket = new OrderTicket(id, TradeId, Owner, role, terms), Terms = terms, State = state };

    private Portfolio? PortfolioNow => (Portfolio?)_store.Values.GetValueOrDefault(new StateKey(Portfolio.Kind, "paper"));

    private static BrokerOrder AtBroker(OrderId id, OrderState state, OrderTerms terms, decimal filled) => new(
        $"B-{id}", id.Value, state, state.ToString(), terms, filled,
        filled == 0 ? [] : [new Fill("E1", terms.Side, filled, Price.Parse("100"), 0, Now)], "", Now, null, []);

    private IEnumerable<T> Said<T>()
        where T : Payload => _store.Said.Values.Select(message => message.Data).OfType<T>();

    /// <summary>Runs it while time goes on.</summary>
    private async Task<bool> RunAsync()
    {
        var settings = Desks.Paper.Desk;
        var calendar = new NyseCalendar();
        KeyValuePair<string, AgentCopies> Copies(string name, Func<IStateStore, IAgent> make) => new(name, new AgentCopies(
            () => new AgentRunner(make, _store, _store, new RedeliveryPolicy(), _clock, NullLogger<AgentRunner>.Instance), 1));
        using var agents = new DeskAgents(
        [
            Copies(AgentNames.Risk, state => new RiskManagementAgent(state, this, calendar, settings.Risk, _clock)),
            Copies(AgentNames.Orders, state => new OrderExecutionAgent([this], new PortfolioOpeningGate(state))),
            Copies(AgentNames.Positions, state => new PositionManagementAgent(state, ["paper"], settings.Watch, calendar)),
        ]);
        var reconciliation = new AccountReconciliation(
            this, new ReconciledDesk(this, agents, () => new(_isQuiet), _clock), _store, "paper", _clock, NullLogger<AccountReconciliation>.Instance);
        var run = reconciliation.RunAsync(TestContext.Current.CancellationToken);
        while (!run.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        return await run;
    }
}
