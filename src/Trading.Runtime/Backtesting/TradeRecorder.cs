using System.Collections.Immutable;
using Trading.Agents;
using Trading.Lifecycles;
using Trading.Messages;
using Trading.Orders;
using Trading.Positions;
using Trading.Risk;
using Trading.Runtime.Lifecycles;
using Trading.Trades;

namespace Trading.Runtime.Backtesting;

/// <summary>Listens to what becomes of trades and gathers it for the figures and the reports.</summary>
internal sealed class TradeRecorder(PerformanceMeasure measure, InMemoryLifecycles lifecycles, IBacktestObserver? observer) : IAgent
{
    private readonly Dictionary<TradeId, Pending> _pending = [];

    public PerformanceMeasure Measure => measure;

    public Dictionary<string, int> Rejected { get; } = [];

    public int Canceled { get; private set; }

    public string Name => "recorder";

    public ImmutableArray<EventPattern> Hears { get; } =
    [
        EventNames.OrderPartiallyFilled, EventNames.OrderFilled, EventNames.PositionClosed, EventNames.TradeDenied,
        EventNames.TradeOpened, EventNames.TradeClosed, EventNames.TradeRejected, EventNames.TradeCanceled,
    ];

    public ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation)
    {
        switch (message.Data)
        {
            case OrderExecuted executed:
                measure.OnFill(executed.Fill.Quantity * executed.Fill.Price, executed.Fill.Fee);
                break;
            case TradeOpened opened:
                Find(opened.TradeId).Plan = opened.Plan;
                break;
            case PositionClosed closed:
                Find(closed.TradeId).Position = closed;
                Complete(closed.TradeId, message.Scope);
                break;
            case TradeClosed closed:
                measure.OnClosed(closed);
                Find(closed.TradeId).Outcome = closed;
                Complete(closed.TradeId, message.Scope);
                break;
            case TradeDenied denied:
                Rejected[denied.Code.ToString()] = Rejected.GetValueOrDefault(denied.Code.ToString()) + 1;
                break;
            case TradeRejected rejected:
                TellEnded(rejected.TradeId);
                break;
            case TradeCanceled canceled:
                Canceled++;
                TellEnded(canceled.TradeId);
                break;
        }
        return ValueTask.CompletedTask;
    }

    private Pending Find(TradeId id) => _pending.TryGetValue(id, out var pending) ? pending : _pending[id] = new Pending();

    /// <summary>The trade and its position close in either order; a trade is told of when both have.</summary>
    private void Complete(TradeId id, Scope scope)
    {
        var pending = _pending[id];
        if (pending is not { Outcome: { } outcome, Position: { } position, Plan: { } plan }) return;
        _pending.Remove(id);
        observer?.OnTradeClosed(new ClosedTrade(scope, plan, outcome, position.MaximumAdverse, position.MaximumFavourable, lifecycles.Find(id)?.History ?? History<TradeState>.Empty));
    }

    private void TellEnded(TradeId id)
    {
        if (lifecycles.Find(id) is { } trade) observer?.OnTradeEnded(trade);
    }

    private sealed class Pending
    {
        public TradePlan? Plan { get; set; }
        public TradeClosed? Outcome { get; set; }
        public PositionClosed? Position { get; set; }
    }
}
