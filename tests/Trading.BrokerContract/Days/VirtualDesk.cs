using System.Collections.Immutable;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Positions;
using Trading.Reconciliation;
using Trading.Risk;
using Trading.Runtime.Brokers.Schwab;
using Trading.Runtime.Lifecycles;
using Trading.Runtime.State;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.BrokerContract.Days;

/// <summary>The five agents and the lifecycles as a desk in virtual time has them, trading through the real client.</summary>
/// <remarks>
/// Messages are handled one after another. News of a stream is taken in when the desk comes to it, as it comes over the wire; a sweep
/// at each step finds what the stream lost, or all there is where there is none.
/// </remarks>
internal sealed class VirtualDesk : IAgent
{
    private readonly WiredFloor _floor;
    private readonly List<IAgent> _agents;
    private readonly Queue<Message> _queue = [];
    private readonly InMemoryStateStore _store = new();
    private readonly MarketDataAgent _marketData;
    private readonly RiskManagementAgent _risk;
    private readonly Outbox _outbox = new("desk");
    private readonly DateTimeOffset _begun;
    private DateTimeOffset _polledTo;

    public VirtualDesk(WiredFloor floor, BarPeriod period, Func<IStrategy> strategy)
    {
        _floor = floor;
        _polledTo = _begun = floor.Clock.GetUtcNow();
        var account = floor.Broker.Account;
        var source = new Newest(floor);
        var rules = new RiskSettings { Accounts = [new AccountRules { Account = account, Limits = RiskLimits.None, Sizing = new SizingRule.FixedShares(100) }] };
        _marketData = new MarketDataAgent(source, floor.Market.Calendar, [(ContractFloor.Stock, period)]);
        _risk = new RiskManagementAgent(_store, source, floor.Market.Calendar, rules, floor.Clock);
        _agents =
        [
            _marketData,
            new StrategyAgent([new RunningStrategy(account, "scripted", [ContractFloor.Stock], period, strategy)], new NoHistory(), isOnlyCopy: true),
            _risk,
            new Current(this),
            new PositionManagementAgent(_store, [account], WatchSettings.Default, floor.Market.Calendar, isOnlyCopy: true),
            Lifecycles,
            this,
        ];
    }

    public InMemoryLifecycles Lifecycles { get; } = new(TradeSettings.Default);

    public List<TradeClosed> Closed { get; } = [];

    public string Name => "watcher";

    public ImmutableArray<EventPattern> Hears { get; } = [EventNames.TradeClosed];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private OrderExecutionAgent Orders => new([_floor.Broker], new PortfolioOpeningGate(_store));

    public ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation)
    {
        Closed.Add((TradeClosed)message.Data);
        return ValueTask.CompletedTask;
    }

    public async Task OpenAsync()
    {
        var account = await _floor.Broker.AccountAsync(Cancellation);
        _outbox.Begin(MessageId.From("desk opened"), _floor.Clock.GetUtcNow());
        await _risk.SetAccountAsync(_floor.Broker.Account, account.Value!, _outbox, Cancellation);
        await SayAsync();
    }

    /// <summary>Lives through a bar: what is due before its end, what it trades, and what the desk makes of it.</summary>
    public async Task LiveAsync(Bar bar)
    {
        while (Lifecycles.NextWake is { } wake && wake < bar.End)
        {
            if (wake > _floor.Clock.GetUtcNow()) _floor.Clock.SetTo(wake);
            await WakeDueAsync();
            await SweepAsync();
        }
        _floor.Clock.SetTo(bar.End);
        _floor.Market.Push(ContractFloor.Stock, bar);
        await SweepAsync();
        _outbox.Begin(default(MessageId), bar.End);
        try
        {
            await _marketData.PollAsync(_polledTo, bar.End, _outbox, Cancellation);
            _polledTo = bar.End;
        }
        catch (MarketDataUnavailableException)
        {
            // The next poll asks for these bars too.
        }
        await SayAsync();
        await WakeDueAsync();
    }

    /// <summary>In what desk and broker differ.</summary>
    public async Task<IReadOnlyList<Difference>> ReconcileAsync()
    {
        var (broker, account) = (_floor.Broker, _floor.Broker.Account);
        var orders = await broker.OrdersAsync(_begun, Cancellation);
        var positions = await broker.PositionsAsync(Cancellation);
        var told = await broker.AccountAsync(Cancellation);
        Assert.Equal((BrokerOutcome.Done, BrokerOutcome.Done, BrokerOutcome.Done), (orders.Outcome, positions.Outcome, told.Outcome));
        Assert.Empty(Reconciler.NotListed(Lifecycles.Orders, orders.Value));
        var booked = (await _store.LoadAsync<Portfolio>(new StateKey(Portfolio.Kind, account), Cancellation)).Value!.Cash;
        return
        [
            .. Reconciler.CompareOrders(account, orders.Value, Lifecycles.Find),
            .. Reconciler.CompareHoldings(account, [.. Lifecycles.Trades.Where(trade => !trade.State.IsEnded())], orders.Value, positions.Value, booked, told.Value!),
        ];
    }

    private async Task SweepAsync()
    {
        while (_floor.TryHear(out var update))
        {
            _outbox.Begin(default(MessageId), _floor.Clock.GetUtcNow());
            OrderExecutionAgent.OnUpdate(_floor.Broker.Account, update, _outbox);
            await SayAsync();
        }
        _outbox.Begin(default(MessageId), _floor.Clock.GetUtcNow());
        await Orders.SweepAsync(_floor.Broker.Account, _floor.Clock.GetUtcNow().AddHours(-1), _outbox, Cancellation);
        await SayAsync();
    }

    private async Task WakeDueAsync()
    {
        while (Lifecycles.TakeDueWake(_floor.Clock.GetUtcNow()) is { } wake)
        {
            _queue.Enqueue(wake);
            await RunAsync();
        }
    }

    private Task SayAsync()
    {
        foreach (var message in _outbox.Messages) _queue.Enqueue(message);
        return RunAsync();
    }

    private async Task RunAsync()
    {
        while (_queue.TryDequeue(out var message))
        {
            foreach (var agent in _agents)
            {
                if (!agent.Hears.Any(pattern => pattern.Matches(message.Name))) continue;
                var outbox = new Outbox(agent.Name);
                outbox.Begin(message, _floor.Clock.GetUtcNow());
                await agent.HandleAsync(message, outbox, Cancellation);
                foreach (var said in outbox.Messages) _queue.Enqueue(said);
            }
        }
    }

    /// <summary>The agent of the connection there is now, which a crash replaces.</summary>
    private sealed class Current(VirtualDesk desk) : IAgent
    {
        public string Name => "orders";

        public ImmutableArray<EventPattern> Hears { get; } = desk.Orders.Hears;

        public ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation) => desk.Orders.HandleAsync(message, outbox, cancellation);
    }

    private sealed class Newest(WiredFloor floor) : IMarketDataSource
    {
        public ValueTask<Quote?> QuoteAsync(Symbol symbol, CancellationToken cancellation) => floor.MarketData.QuoteAsync(symbol, cancellation);

        public ValueTask<ImmutableArray<Bar>> BarsAsync(Symbol symbol, BarPeriod period, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
            floor.MarketData.BarsAsync(symbol, period, from, to, cancellation);
    }

    private sealed class NoHistory : IBarHistory
    {
        public ValueTask<ImmutableArray<Bar>> LastAsync(Symbol symbol, BarPeriod period, DateTimeOffset end, int count, CancellationToken cancellation) => new([]);
    }
}
