using Stateless;
using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Benchmarks;

/// <summary>Four transitions of an order, placed to filled, by our table and by a Stateless machine with the same states and triggers.</summary>
internal static class LifecycleBenchmark
{
    private static readonly OrderTrigger[] Way = [OrderTrigger.Submit, OrderTrigger.Accept, OrderTrigger.PartialFill, OrderTrigger.CompleteFill];
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 17, 0, 0, TimeSpan.Zero);

    public static IEnumerable<Row> Run()
    {
        var stamp = new Stamp(Noon, new MessageId(1));
        var stateless = new StatelessOrder(stamp);
        var (ours, peer) = Timing.OfPair(
            200_000, count =>
            {
                for (var i = 0; i < count; i++) Walk(stamp);
            },
            20_000, count =>
            {
                for (var i = 0; i < count; i++) stateless.Walk();
            });
        yield return Row.Against("order transition with its history", ours.Nanoseconds / Way.Length, "ns", "Stateless 5.20.1", peer.Nanoseconds / Way.Length)
            .RatioAtMost(1.0 / 20);
        yield return Row.Against("garbage of a transition: the history alone", ours.Bytes / Way.Length, "B", "Stateless 5.20.1", peer.Bytes / Way.Length);

        var ticket = Ticket();
        var events = Events(ticket);
        var decision = Timing.Of(50_000, count =>
        {
            for (var i = 0; i < count; i++)
            {
                var order = OrderLifecycle.Begin(ticket, stamp).State;
                foreach (var happened in events) order = OrderLifecycle.On(order, happened, stamp).State;
            }
        });
        yield return Row.Info("order decision: state, history, fills and actions", decision.Nanoseconds / (events.Length + 1), "ns");
    }

    private static History<OrderState> Walk(Stamp stamp)
    {
        var history = History<OrderState>.Empty;
        var state = OrderState.PendingSubmission;
        foreach (var trigger in Way)
        {
            var next = OrderTransitions.Next(state, trigger) ?? throw new InvalidOperationException();
            history = history.Append(new Transition<OrderState>(state, next, "", "", stamp.Time, stamp.MessageId));
            state = next;
        }
        return history;
    }

    /// <summary>One machine for all orders, its state kept outside, as Stateless offers it: built once, only its firing is timed.</summary>
    private sealed class StatelessOrder
    {
        private readonly StateMachine<OrderState, OrderTrigger> _machine;
        private readonly Stamp _stamp;
        private OrderState _state;
        private List<Transition<OrderState>> _history = [];

        public StatelessOrder(Stamp stamp)
        {
            _stamp = stamp;
            _machine = new StateMachine<OrderState, OrderTrigger>(() => _state, next => _state = next);
            foreach (var from in Enum.GetValues<OrderState>())
            {
                var state = _machine.Configure(from);
                foreach (var trigger in Enum.GetValues<OrderTrigger>())
                    if (OrderTransitions.Next(from, trigger) is { } next) _ = next == from ? state.PermitReentry(trigger) : state.Permit(trigger, next);
            }
            _machine.OnTransitioned(t => _history.Add(new Transition<OrderState>(t.Source, t.Destination, "", "", _stamp.Time, _stamp.MessageId)));
        }

        public List<Transition<OrderState>> Walk()
        {
            _state = OrderState.PendingSubmission;
            _history = new List<Transition<OrderState>>(Way.Length);
            foreach (var trigger in Way) _machine.Fire(trigger);
            return _history;
        }
    }

    private static OrderTicket Ticket()
    {
        var scope = new Scope("paper", "trend", "AAPL");
        var trade = TradeId.Of(MessageId.From("benchmark"), Noon, scope);
        return new OrderTicket(new OrderId(trade, OrderRole.Entry, 1), trade, scope, OrderRole.Entry, OrderTerms.Market(OrderSide.Buy, 100));
    }

    private static OrderEvent[] Events(OrderTicket ticket) =>
    [
        new OrderSubmitted(ticket.Id, "X1"),
        new OrderAccepted(ticket.Id, "X1"),
        new OrderPartiallyFilled(ticket.Id, new Fill("X1-1", OrderSide.Buy, 40, Price.FromDecimal(187.5m), 0, Noon), 40),
        new OrderFilled(ticket.Id, new Fill("X1-2", OrderSide.Buy, 60, Price.FromDecimal(187.51m), 0, Noon), 100),
    ];
}
