using System.Collections.Immutable;
using System.Globalization;
using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Positions;
using Trading.Risk;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Tests.Trades;

/// <summary>One trade in AAPL with its orders, and nobody else: the test speaks for the strategy, the risk gate and the broker.</summary>
/// <remarks>What is asked of the broker is listed in words, such as <c>submit stop-2 sell 100 stop 95.00</c>; legs are named <c>entry-1</c>.</remarks>
internal sealed class TradeDesk
{
    private readonly Dictionary<OrderId, Order> _orders = [];
    private readonly Dictionary<OrderId, decimal> _counted = [];
    private readonly List<string> _asked = [];
    private DateTimeOffset? _tradeWake;
    private int _said;

    public TradeDesk(TradePlan? plan = null, TradeSettings? settings = null)
    {
        var scope = new Scope("paper", "trend", "AAPL");
        Plan = plan ?? Bracket;
        Trade = TradeLifecycle.Watch(TradeId.Of(MessageId.From("a signal"), Morning, scope), scope, Plan, settings ?? TradeSettings.Default);
    }

    public static DateTimeOffset Morning { get; } = new(2026, 8, 21, 14, 0, 0, TimeSpan.Zero);

    /// <summary>Buys at the market, with a stop at 95 and a target at 110.</summary>
    public static TradePlan Bracket { get; } = new()
    {
        Direction = TradeDirection.Long,
        ReferencePrice = Price.Parse("100"),
        SignaledAt = Morning,
        StopPrice = Price.Parse("95"),
        TargetPrice = Price.Parse("110"),
        Reason = "a test",
    };

    public static TradePlan StopOnly { get; } = Bracket with { TargetPrice = null };

    public static TradePlan Unprotected { get; } = StopOnly with { StopPrice = null };

    public static TradePlan ShortBracket { get; } = Bracket with
    {
        Direction = TradeDirection.Short,
        StopPrice = Price.Parse("105"),
        TargetPrice = Price.Parse("90"),
    };

    public TradePlan Plan { get; }
    public Trade Trade { get; private set; }
    public DateTimeOffset Now { get; private set; } = Morning;
    public List<TradeAction.Announce> Announced { get; } = [];
    public TradeState State => Trade.State;
    public int Reviews { get; private set; }

    /// <summary>The states the trade went through, the present one last.</summary>
    public IEnumerable<TradeState> Way => Trade.History.Select(step => step.To);

    /// <summary>What the broker was asked since this was last looked at, in order.</summary>
    public string[] Asked()
    {
        var asked = _asked.ToArray();
        _asked.Clear();
        return asked;
    }

    public Order Order(string leg) => _orders[Id(leg)];

    public bool Has(string leg) => _orders.ContainsKey(Id(leg));

    public IEnumerable<Order> Orders => _orders.Values;

    public TradeClosed Closed => (TradeClosed)Announced.Last(said => said.Name == EventNames.TradeClosed).Data;

    /// <summary>A trade of 100 shares that was signaled and approved, and whose entry went out.</summary>
    public static TradeDesk Entering(TradePlan? plan = null, TradeSettings? settings = null)
    {
        var desk = new TradeDesk(plan, settings);
        desk.Signal();
        desk.Approve();
        desk.Accept("entry-1");
        desk.Asked();
        return desk;
    }

    /// <summary>A trade that holds 100 shares bought at 100, its legs at work.</summary>
    public static TradeDesk Open(TradePlan? plan = null, TradeSettings? settings = null)
    {
        var desk = Entering(plan, settings);
        desk.Fill("entry-1", 100, 100);
        foreach (var leg in (string[])["stop-1", "target-1"])
            if (desk.Has(leg)) desk.Accept(leg);
        desk.Asked();
        return desk;
    }

    public void Signal() => Hear(new EntrySignaled(Plan));

    public void Approve(decimal quantity = 100) => Hear(new TradeApproved(Trade.Id, quantity, Now.AddSeconds(60)));

    public void WantOut(ExitReason reason = ExitReason.Time, decimal at = 101) =>
        Hear(new ExitRequested(Trade.Id, reason, (Price)at, "a test"));

    public void MoveStop(decimal to) => Hear(new StopMoved(Trade.Id, (Price)to, "a test"));

    public void Accept(string leg) => Tell(new OrderAccepted(Id(leg), $"B-{leg}"));

    /// <summary>Shares of a leg trade; the broker counts them.</summary>
    public void Fill(string leg, decimal quantity, decimal price, string? execution = null, decimal fee = 0)
    {
        var id = Id(leg);
        var total = _counted[id] = _counted.GetValueOrDefault(id) + quantity;
        var side = _orders[id].Terms.Side;
        var fill = new Fill(execution ?? $"{leg}/{total}", side, quantity, (Price)price, fee, Now);
        Tell(total >= _orders[id].Terms.Quantity ? new OrderFilled(id, fill, total) : new OrderPartiallyFilled(id, fill, total));
    }

    /// <summary>Shares trade and nobody tells.</summary>
    public void FillUnheard(string leg, decimal quantity) => _counted[Id(leg)] = _counted.GetValueOrDefault(Id(leg)) + quantity;

    /// <summary>News of a fill that the broker counted before.</summary>
    public void HearFill(string leg, decimal quantity, decimal price, string execution) =>
        Tell(new OrderPartiallyFilled(Id(leg), new Fill(execution, _orders[Id(leg)].Terms.Side, quantity, (Price)price, 0, Now), _counted[Id(leg)]));

    public void Cancel(string leg) => Tell(new OrderCanceled(Id(leg), _counted.GetValueOrDefault(Id(leg)), "canceled"));

    public void Expire(string leg) => Tell(new OrderExpired(Id(leg), _counted.GetValueOrDefault(Id(leg))));

    public void Reject(string leg) => Tell(new OrderRejected(Id(leg), RejectionCodes.BrokerRefused, "no", Order(leg).BrokerOrderId));

    /// <summary>The broker does the replacement that was asked for.</summary>
    public void Replace(string leg)
    {
        var order = Order(leg);
        Tell(new OrderReplaced(order.Id, $"B-{leg}-{order.Replacements}", order.Pending!.Terms!, order.Replacements));
    }

    /// <summary>The broker sizes an attached order to what its parent filled.</summary>
    public void Size(string leg, decimal quantity)
    {
        var order = Order(leg);
        Tell(new OrderReplaced(order.Id, order.BrokerOrderId!, order.Terms with { Quantity = quantity }, order.Replacement));
    }

    public void Refuse(string leg, OrderChange change, string code) => Tell(new OrderChangeRefused(Id(leg), change, code, "no"));

    public void Hear(ITradeEvent happened)
    {
        var decision = TradeLifecycle.On(Trade, happened, Stamp());
        Trade = decision.State;
        foreach (var action in decision.Actions) Do(action);
    }

    public void Tell(OrderEvent happened)
    {
        var decision = happened is OrderPlaced placed && !_orders.ContainsKey(placed.OrderId)
            ? OrderLifecycle.Begin(placed.Ticket, Stamp())
            : OrderLifecycle.On(_orders[happened.OrderId], happened, Stamp());
        _orders[happened.OrderId] = decision.State;
        foreach (var action in decision.Actions) Do(decision.State, action);
    }

    /// <summary>Lets time pass, and wakes whoever asked for it in between.</summary>
    public void Pass(double seconds)
    {
        var until = Now.AddSeconds(seconds);
        while (NextWake() is { } wake && wake <= until)
        {
            if (wake > Now) Now = wake;
            foreach (var order in _orders.Values.ToArray())
                if (OrderLifecycle.DueAt(_orders[order.Id]) <= Now) Tell(new OrderWoken(order.Id));
            if (_tradeWake > Now || _tradeWake is null) continue;
            _tradeWake = null;
            Hear(new TradeWoken(Trade.Id));
        }
        Now = until;
    }

    private DateTimeOffset? NextWake()
    {
        var next = _tradeWake;
        foreach (var order in _orders.Values)
            if (OrderLifecycle.DueAt(order) is { } due && (next is null || due < next)) next = due;
        return next;
    }

    private void Do(TradeAction action)
    {
        switch (action)
        {
            case TradeAction.RequestReview:
                Reviews++;
                break;
            case TradeAction.PlaceOrder place:
                foreach (var attached in place.Ticket.Attached) Tell(new OrderPlaced(attached.Id, attached));
                Tell(new OrderPlaced(place.Ticket.Id, place.Ticket));
                break;
            case TradeAction.CancelOrder cancel:
                Tell(new OrderCancelOrdered(cancel.OrderId, cancel.Reason));
                break;
            case TradeAction.ReplaceOrder replace:
                Tell(new OrderReplaceOrdered(replace.OrderId, replace.Terms, replace.Reason));
                break;
            case TradeAction.WakeAt wake:
                _tradeWake = wake.Time;
                break;
            case TradeAction.Announce announce:
                Announced.Add(announce);
                break;
        }
    }

    private void Do(Order order, OrderAction action)
    {
        var leg = Leg(order.Id);
        switch (action)
        {
            case OrderAction.Submit submit:
                _asked.Add($"submit {leg} {Words(submit.Ticket.Terms)}{(submit.IsRetry ? " again" : "")}");
                break;
            case OrderAction.Cancel:
                _asked.Add($"cancel {leg}");
                break;
            case OrderAction.Replace replace:
                _asked.Add($"replace {leg} {Words(replace.Terms)}");
                break;
            case OrderAction.LookUp:
                _asked.Add($"look up {leg}");
                break;
            case OrderAction.Report report:
                Hear(report.Status);
                break;
        }
    }

    private OrderId Id(string leg) => OrderId.Parse($"{Trade.Id}-{leg}");

    private string Leg(OrderId id) => id.Value[(Trade.Id.Value.Length + 1)..];

    private static string Words(OrderTerms terms)
    {
        var price = terms.StopPrice ?? terms.LimitPrice;
        return string.Create(CultureInfo.InvariantCulture, $"{terms.Side} {terms.Quantity:0.##} {terms.Type} {price}").Trim().ToLowerInvariant();
    }

    private Stamp Stamp() => new(Now, MessageId.From("said", _said++));
}
