using Trading.Agents;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Buses;
using Trading.Runtime.Exchange;
using Trading.Runtime.Lifecycles;

namespace Trading.Runtime.Backtesting;

/// <summary>The five agents, the lifecycles and one simulated account in virtual time, on one thread.</summary>
/// <remarks>
/// At each instant the exchange is shown the bars that ended, its reports are handled, and only then the market data agent
/// makes the bars known: what is decided on a bar can trade in the next one at the earliest.
/// </remarks>
public sealed class VirtualDesk
{
    /// <summary>How many ended orders the exchange keeps once time has moved on, where its options do not say: see <see cref="VirtualDeskSettings.EndedTradesKept"/>.</summary>
    private const int EndedOrdersKept = 32;

    /// <summary>How many closed trades position management keeps of a symbol, for the same reason.</summary>
    private const int ClosedTradesKept = 2;

    private readonly VirtualClock _clock = new();
    private readonly VirtualTimeBus _bus;
    private readonly BarFeed _feed = new();
    private readonly MarketDataAgent _marketData;
    private readonly RiskManagementAgent _risk;
    private readonly Outbox _marketDataOutbox;
    private readonly Outbox _ordersOutbox;
    private readonly Outbox _riskOutbox;
    private readonly string _account;
    private readonly NewestBar[] _watched;
    private readonly TimeSpan _riskInterval;
    private DateTimeOffset _polledTo;
    private DateTimeOffset _riskDue;

    public VirtualDesk(VirtualDeskSettings settings, IMarketCalendar calendar, ILifecycleObserver? observer)
    {
        _account = settings.Account;
        _watched = [.. settings.Watched.Select(watched => _feed.PlaceOf(watched.Symbol))];
        _riskInterval = settings.RiskInterval;
        _bus = new VirtualTimeBus(_clock);
        Exchange = new SimulatedExchange(settings.Account, calendar, _clock, settings.Exchange with { RetainedLater = settings.Exchange.RetainedLater ?? EndedOrdersKept });
        Lifecycles = new InMemoryLifecycles(settings.Trades, observer, endedKept: settings.EndedTradesKept);
        var store = settings.MakeStore();
        _marketData = new MarketDataAgent(_feed, calendar, settings.Watched);
        _risk = new RiskManagementAgent(store, _feed, calendar, settings.Risk, _clock, keepsMarks: true);
        var orders = new OrderExecutionAgent([Exchange], new PortfolioOpeningGate(store));
        var positions = new PositionManagementAgent(store, [settings.Account], settings.Watch with { ClosedTradesKept = Math.Min(settings.Watch.ClosedTradesKept, ClosedTradesKept) }, calendar, isOnlyCopy: true);
        _marketDataOutbox = new Outbox(_marketData.Name);
        _ordersOutbox = new Outbox(orders.Name);
        _riskOutbox = new Outbox(_risk.Name);
        foreach (IAgent agent in (IAgent[])[_marketData, new StrategyAgent(settings.Strategies, _feed, isOnlyCopy: true), _risk, orders, positions, Lifecycles])
            _bus.Subscribe(agent);
    }

    public SimulatedExchange Exchange { get; }

    public InMemoryLifecycles Lifecycles { get; }

    public DateTimeOffset Now => _clock.GetUtcNow();

    public long MessagesHandled => _bus.Handled;

    /// <summary>Lets somebody hear messages without saying anything.</summary>
    public void Watch(IAgent watcher) => _bus.Subscribe(watcher);

    /// <summary>Opens the desk: the risk gate learns what the account holds.</summary>
    public void Open(DateTimeOffset at)
    {
        _clock.SetTo(at);
        _polledTo = at;
        _riskDue = at + _riskInterval;
        _riskOutbox.Begin(MessageId.From("desk opened", at.UtcTicks), at);
        Finish(_risk.SetAccountAsync(_account, Finish(Exchange.AccountAsync(CancellationToken.None)).Value!, _riskOutbox, CancellationToken.None));
        _bus.Publish(_riskOutbox);
        RunUntilQuiet();
    }

    /// <summary>Brings time forward to an instant at which bars end, waking on the way what wants to be woken before it.</summary>
    public void AdvanceTo(DateTimeOffset time)
    {
        while (Lifecycles.NextWakeTicks < time.UtcTicks)
        {
            if (Lifecycles.NextWake is { } wake && wake > Now) _clock.SetTo(wake);
            WakeDue();
        }
        _clock.SetTo(time);
    }

    /// <summary>Shows the exchange a bar that ends now; the agents hear of it in <see cref="Tell"/>.</summary>
    public void Show(Symbol symbol, in Bar bar) => Show(LineOf(symbol), in bar);

    /// <summary>The same for who shows many bars of one symbol.</summary>
    internal void Show(in SymbolLine line, in Bar bar)
    {
        Exchange.OnBar(line.Book, in bar);
        line.Newest.Set(in bar);
    }

    /// <summary>Where the bars of a symbol go, so that they need not be looked for at each.</summary>
    internal SymbolLine LineOf(Symbol symbol) => new(Exchange.BookOf(symbol), _feed.PlaceOf(symbol));

    /// <summary>Handles what the exchange reports, then makes known the bars of these watched symbols, and all that follows from it.</summary>
    public void Tell(ReadOnlySpan<int> watched)
    {
        RunUntilQuiet();
        var now = Now;
        if (_marketData.MayTellOfSession(_polledTo, now)) TellSession(now);
        _polledTo = now;
        foreach (var place in watched) _bus.Tell(_marketData.Tell(place, _watched[place], now));
        RunUntilQuiet();
        WakeDue();
        if (now >= _riskDue) EvaluateRisk(now);
    }

    internal readonly record struct SymbolLine(SymbolBook Book, NewestBar Newest);

    private void TellSession(DateTimeOffset now)
    {
        _marketDataOutbox.Begin(default(MessageId), now);
        _marketData.PollSession(_polledTo, now, _marketDataOutbox);
        _bus.Publish(_marketDataOutbox);
        _bus.HandleWaiting();
    }

    private void EvaluateRisk(DateTimeOffset now)
    {
        _riskDue = now + _riskInterval;
        _riskOutbox.Begin("risk evaluated", now.UtcTicks, now);
        Finish(_risk.EvaluateAsync(_riskOutbox, CancellationToken.None));
        if (_riskOutbox.Messages.Count == 0) return;
        _bus.Publish(_riskOutbox);
        RunUntilQuiet();
    }

    private void WakeDue()
    {
        if (Lifecycles.NextWakeTicks > Now.UtcTicks) return;
        while (Lifecycles.TakeDueWake(Now) is { } wake)
        {
            _bus.Publish(wake);
            RunUntilQuiet();
        }
    }

    private bool IsQuiet => _bus.IsQuiet && !Exchange.HasUpdates;

    private void RunUntilQuiet()
    {
        // Nothing is said of most bars, and asking first costs less than looking for what there is to do.
        if (!IsQuiet) HandleAll();
    }

    private void HandleAll()
    {
        do
        {
            _bus.RunUntilQuiet();
            if (Exchange.TryTakeUpdate(out var update)) Say(update);
        }
        while (!IsQuiet);
    }

    private void Say(BrokerUpdate update)
    {
        var order = OrderId.TryParse(update.ClientOrderId, out var id) ? Lifecycles.Find(id) : null;
        if (order is not null && IsNoNews(order, update)) return;
        _ordersOutbox.Begin(default(MessageId), Now);
        if (order is not null) OrderExecutionAgent.OnUpdate(order, update, _ordersOutbox);
        else OrderExecutionAgent.OnUpdate(_account, update, _ordersOutbox);
        _bus.Publish(_ordersOutbox);
    }

    /// <summary>Whether the stream tells only what the answer to the submit has told: that the order was taken. Under its one id it would be said again.</summary>
    private static bool IsNoNews(Order order, BrokerUpdate update) =>
        update is { State: OrderState.Accepted, Fill: null, Terms: null } && order.State == OrderState.Accepted && order.BrokerOrderId == update.BrokerOrderId;

    private static void Finish(ValueTask done) => done.GetAwaiter().GetResult();

    private static T Finish<T>(ValueTask<T> done) => done.GetAwaiter().GetResult();
}
