using System.Collections.Concurrent;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Positions;
using Trading.Risk;
using Trading.Runtime.Lifecycles;
using Trading.Runtime.State;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Alpaca.Tests;

/// <summary>The five agents and the lifecycles as a desk in virtual time has them, trading through the real client.</summary>
/// <remarks>
/// Messages are handled one after another. News of the stream is taken in when the desk comes to it, as it comes over the wire;
/// a sweep at each step finds what the stream lost.
/// </remarks>
internal sealed class RemoteDesk : IAgent
{
    private readonly AlpacaFloor _floor;
    private readonly BarPeriod _period;
    private readonly List<IAgent> _agents = [];
    private readonly Queue<Message> _queue = [];
    private readonly ConcurrentQueue<BrokerUpdate> _news = new();
    private readonly MarketDataAgent _marketData;
    private readonly RiskManagementAgent _risk;
    private readonly OrderExecutionAgent _orders;
    private readonly Outbox _marketDataOutbox = new("marketdata");
    private readonly Outbox _ordersOutbox = new("orders");
    private readonly Outbox _riskOutbox = new("risk");
    private DateTimeOffset _polledTo;

    public RemoteDesk(AlpacaFloor floor, BarPeriod period, Func<IStrategy> strategy)
    {
        _floor = floor;
        _period = period;
        var market = floor.Connection.MarketData;
        var calendar = floor.Market.Calendar;
        var store = new InMemoryStateStore();
        var risk = new RiskSettings { Accounts = [new AccountRules { Account = "paper", Limits = RiskLimits.None, Sizing = new SizingRule.FixedShares(100) }] };
        Lifecycles = new InMemoryLifecycles(TradeSettings.Default);
        _marketData = new MarketDataAgent(market, calendar, [(AlpacaFloor.Stock, period)]);
        _risk = new RiskManagementAgent(store, market, calendar, risk, floor.Clock);
        _orders = new OrderExecutionAgent([floor.Broker], new PortfolioOpeningGate(store));
        _agents.AddRange(
        [
            _marketData,
            new StrategyAgent([new RunningStrategy("paper", "scripted", [AlpacaFloor.Stock], period, strategy)], new NoHistory(), isOnlyCopy: true),
            _risk,
            _orders,
            new PositionManagementAgent(store, ["paper"], WatchSettings.Default, calendar, isOnlyCopy: true),
            Lifecycles,
            this,
        ]);
        floor.OnNews = (update, _) =>
        {
            _news.Enqueue(update);
            return ValueTask.CompletedTask;
        };
        _polledTo = floor.Clock.GetUtcNow();
    }

    public InMemoryLifecycles Lifecycles { get; }

    public List<TradeClosed> Closed { get; } = [];

    string IAgent.Name => "watcher";

    System.Collections.Immutable.ImmutableArray<EventPattern> IAgent.Hears { get; } = [EventNames.TradeClosed];

    ValueTask IAgent.HandleAsync(Message message, Outbox outbox, CancellationToken cancellation)
    {
        Closed.Add((TradeClosed)message.Data);
        return ValueTask.CompletedTask;
    }

    public async Task OpenAsync(CancellationToken cancellation)
    {
        await _floor.Connection.Broker.AssertKindAsync(cancellation);
        var account = await _floor.Broker.AccountAsync(cancellation);
        _riskOutbox.Begin(MessageId.From("desk opened"), _floor.Clock.GetUtcNow());
        await _risk.SetAccountAsync("paper", account.Value!, _riskOutbox, cancellation);
        await SayAsync(_riskOutbox, cancellation);
    }

    /// <summary>Lives through a bar: what is due before its end, what it trades, and what the desk makes of it.</summary>
    public async Task LiveAsync(Bar bar, CancellationToken cancellation)
    {
        while (Lifecycles.NextWake is { } wake && wake < bar.End)
        {
            if (wake > _floor.Clock.GetUtcNow()) _floor.Clock.SetTo(wake);
            await WakeDueAsync(cancellation);
            await SweepAsync(cancellation);
        }
        _floor.Clock.SetTo(bar.End);
        _floor.Market.Push(AlpacaFloor.Stock, bar);
        await SweepAsync(cancellation);
        _marketDataOutbox.Begin(default(MessageId), bar.End);
        await _marketData.PollAsync(_polledTo, bar.End, _marketDataOutbox, cancellation);
        _polledTo = bar.End;
        await SayAsync(_marketDataOutbox, cancellation);
        await WakeDueAsync(cancellation);
    }

    private async Task SweepAsync(CancellationToken cancellation)
    {
        await TakeNewsAsync(cancellation);
        _ordersOutbox.Begin(default(MessageId), _floor.Clock.GetUtcNow());
        await _orders.SweepAsync("paper", _floor.Clock.GetUtcNow().AddHours(-1), _ordersOutbox, cancellation);
        await SayAsync(_ordersOutbox, cancellation);
    }

    private async Task TakeNewsAsync(CancellationToken cancellation)
    {
        while (_news.TryDequeue(out var update))
        {
            _ordersOutbox.Begin(default(MessageId), _floor.Clock.GetUtcNow());
            OrderExecutionAgent.OnUpdate("paper", update, _ordersOutbox);
            await SayAsync(_ordersOutbox, cancellation);
        }
    }

    private async Task WakeDueAsync(CancellationToken cancellation)
    {
        while (Lifecycles.TakeDueWake(_floor.Clock.GetUtcNow()) is { } wake)
        {
            _queue.Enqueue(wake);
            await RunAsync(cancellation);
        }
    }

    private Task SayAsync(Outbox outbox, CancellationToken cancellation)
    {
        foreach (var message in outbox.Messages) _queue.Enqueue(message);
        return RunAsync(cancellation);
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        while (_queue.TryDequeue(out var message))
        {
            foreach (var agent in _agents)
            {
                if (!agent.Hears.Any(pattern => pattern.Matches(message.Name))) continue;
                var outbox = new Outbox(agent.Name);
                outbox.Begin(message, _floor.Clock.GetUtcNow());
                await agent.HandleAsync(message, outbox, cancellation);
                foreach (var said in outbox.Messages) _queue.Enqueue(said);
            }
        }
    }

    private sealed class NoHistory : IBarHistory
    {
        public ValueTask<System.Collections.Immutable.ImmutableArray<Bar>> LastAsync(Symbol symbol, BarPeriod period, DateTimeOffset end, int count, CancellationToken cancellation) => new([]);
    }
}
