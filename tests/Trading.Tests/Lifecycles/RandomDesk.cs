using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Positions;
using Trading.Risk;
using Trading.Strategies;
using Trading.Tests.Trades;
using Trading.Trades;

namespace Trading.Tests.Lifecycles;

/// <summary>
/// A host of one trade that on a rough day delivers messages by the dice: late, twice, in any order. Nothing said is lost, as every
/// host promises; news of the broker's stream may be. On a calm day all is delivered before anything else happens.
/// </summary>
internal sealed class RandomDesk : IOpeningGate
{
    private readonly Dice _dice;
    private readonly bool _isRough;
    private readonly ModelBroker _broker;
    private readonly OrderExecutionAgent _execution;
    private readonly Dictionary<OrderId, Order> _orders = [];
    private readonly List<Message> _mail = [];
    private readonly Outbox _outbox = new("desk");
    private DateTimeOffset _now = TradeDesk.Morning;
    private DateTimeOffset? _tradeWake;
    private bool _hasFaults = true;
    private bool _isHalted;
    private int _roots;

    public RandomDesk(byte[] rolls, TradePlan plan, bool isRough)
    {
        _dice = new Dice(rolls);
        _isRough = isRough;
        _broker = new ModelBroker(_dice, isRough);
        _execution = new OrderExecutionAgent([_broker], this);
        var scope = new Scope("paper", "trend", "AAPL");
        var signal = Message.First(MessageId.From("a signal"), EventNames.EntrySignaled, "strategy", _now, "AAPL", scope, new EntrySignaled(plan));
        var id = LifecycleRouting.TargetOf(signal)!.Value.Trade!.Value;
        Trade = TradeLifecycle.Watch(id, scope, plan, TradeSettings.Default with { FirstExitIsLimit = _dice.Roll(2) == 1 });
        _mail.Add(signal);
    }

    public Trade Trade { get; private set; }
    public ModelBroker Broker => _broker;
    public IEnumerable<Order> Orders => _orders.Values;
    public bool IsSettled => _mail.Count == 0 && _broker.News.Count == 0 && NextWake is null
        && Trade.State.IsEnded() && _orders.Values.All(order => order.State.IsEnded()) && _broker.Orders.TrueForAll(order => order.IsOver);

    /// <summary>What happened, for a person who looks for the reason of a failure.</summary>
    public List<string> Log { get; } = [];

    /// <summary>Called after each step of a lifecycle, with what the trade asked for.</summary>
    public Action<RandomDesk, Trade, TradeAction[]> Checked { get; init; } = (_, _, _) => { };

    /// <summary>Called when all that was said has been handled.</summary>
    public Action<RandomDesk> Rested { get; init; } = _ => { };

    /// <summary>When somebody next asked to be woken.</summary>
    public DateTimeOffset? NextWake
    {
        get
        {
            var next = _tradeWake;
            foreach (var order in _orders.Values)
                if (OrderLifecycle.DueAt(order) is { } due && (next is null || due < next)) next = due;
            return next;
        }
    }

    ValueTask<string?> IOpeningGate.ClosedBecauseAsync(Scope scope, CancellationToken cancellation) => new(_isHalted ? "halted" : null);

    /// <summary>Anything may happen, for as long as there are rolls.</summary>
    public void RunWithFaults()
    {
        while (!_dice.IsSpent)
        {
            switch (_dice.Roll(8))
            {
                case 0 or 1 or 2 or 3:
                    DeliverMail();
                    break;
                case 4:
                    DeliverNews();
                    break;
                case 5:
                    Log.Add(_broker.Happen());
                    break;
                case 6:
                    Pass(_dice.Roll(12));
                    break;
                default:
                    SomebodyWants(_dice.Roll(12));
                    break;
            }
            if (!_isRough) DeliverAll();
        }
    }

    /// <summary>The faults are over and the trade is to be left: everything comes to rest.</summary>
    public void RunUntilSettled()
    {
        (_hasFaults, _broker.HasFaults, _isHalted) = (false, false, false);
        Want(EventNames.ExitRequested, new ExitRequested(Trade.Id, ExitReason.Flatten, Price.Parse("100"), ""));
        for (var round = 0; round < 500; round++)
        {
            DeliverAll();
            _broker.Settle();
            if (_broker.News.Count > 0) continue;
            Begin();
            _execution.SweepAsync("paper", default, _outbox, default).AsTask().GetAwaiter().GetResult();
            _mail.AddRange(_outbox.Messages);
            DeliverAll();
            if (IsSettled) return;
            if (Trade.State == TradeState.Open) Want(EventNames.ExitRequested, new ExitRequested(Trade.Id, ExitReason.Flatten, Price.Parse("100"), ""));
            if (NextWake is { } wake) Pass(Math.Max(1, (int)Math.Ceiling((wake - _now).TotalSeconds)));
        }
        Assert.Fail($"Not settled: the trade is {Trade.State} and holds {Trade.Held}.");
    }

    private bool IsRoughNow => _isRough && _hasFaults;

    private void SomebodyWants(int what)
    {
        switch (what)
        {
            case 0 or 1 or 2:
                Want(EventNames.TradeApproved, new TradeApproved(Trade.Id, 10, _now.AddMinutes(1)));
                break;
            case 3 or 4:
                var step = Price.FromUnits(_dice.Roll(20) * Price.UnitsPerDollar / 10);
                Want(EventNames.StopMoved, new StopMoved(Trade.Id, Trade.Direction == TradeDirection.Long ? Price.Parse("95") + step : Price.Parse("105") - step, ""));
                break;
            case 5:
                Want(EventNames.ExitRequested, new ExitRequested(Trade.Id, ExitReason.Time, Price.Parse("100"), ""));
                break;
            case 6:
                Want(EventNames.ExitSignaled, new ExitSignaled(TradeDirection.Long, Price.Parse("100"), ""));
                break;
            case 7:
                Want(EventNames.TradingHalted, new TradingHalted("Drawdown", "", _dice.Roll(2) == 1));
                break;
            case 8 when _isRough:
                _isHalted = !_isHalted;
                break;
            case 9:
                Want(EventNames.TradeDenied, new TradeDenied(Trade.Id, DenialCode.OrderRate, ""));
                break;
            default:
                Begin();
                _execution.SweepAsync("paper", default, _outbox, default).AsTask().GetAwaiter().GetResult();
                _mail.AddRange(_outbox.Messages);
                break;
        }
    }

    private void Want(EventName name, Payload data) =>
        _mail.Add(Message.First(MessageId.From("wanted", _roots++), name, "somebody", _now, Trade.Id.Value, Trade.Scope, data));

    private void DeliverAll()
    {
        while (_mail.Count > 0 || _broker.News.Count > 0)
        {
            if (_mail.Count > 0) DeliverMail();
            else DeliverNews();
        }
        Rested(this);
    }

    private void DeliverMail()
    {
        if (_mail.Count == 0) return;
        var place = IsRoughNow ? _dice.Roll(Math.Min(_mail.Count, 6)) : 0;
        var message = _mail[place];
        _mail.RemoveAt(place);
        if (IsRoughNow && _dice.Bad(10)) _mail.Add(message); // the record that it was handled is lost
        Handle(message);
    }

    private void DeliverNews()
    {
        if (_broker.News.Count == 0) return;
        var place = IsRoughNow ? _dice.Roll(_broker.News.Count) : 0;
        var update = _broker.News[place];
        if (!IsRoughNow || !_dice.Bad(8)) _broker.News.RemoveAt(place);
        if (IsRoughNow && _dice.Bad(8)) return; // the stream missed it
        Begin();
        Assert.True(OrderExecutionAgent.OnUpdate("paper", update, _outbox));
        _mail.AddRange(_outbox.Messages);
    }

    private void Pass(int seconds)
    {
        _now = _now.AddSeconds(seconds);
        foreach (var order in _orders.Values.ToArray())
            if (OrderLifecycle.DueAt(order) <= _now) Handle(LifecycleMessages.Wake(order, _now));
        if (_tradeWake > _now || _tradeWake is null) return;
        _tradeWake = null;
        Handle(LifecycleMessages.Wake(Trade, _now));
    }

    private void Handle(Message message)
    {
        Log.Add($"{_now:mm:ss} {message.Name} {message.Data}".Replace(Trade.Id.Value, "", StringComparison.Ordinal));
        _outbox.Begin(message, _now);
        if (LifecycleRouting.TargetOf(message) is not { } target)
            _execution.HandleAsync(message, _outbox, default).AsTask().GetAwaiter().GetResult();
        else if (target.Order is { } order)
            Feed(order, message);
        else
            Feed((ITradeEvent)message.Data, message);
        foreach (var said in _outbox.Messages)
            if (said.Data is not (TradeOpened or TradeClosed or TradeCanceled or TradeRejected or ReviewRequested)) _mail.Add(said);
    }

    private void Feed(OrderId id, Message message)
    {
        var stamp = new Stamp(_now, message.Id);
        if (!_orders.TryGetValue(id, out var order) && message.Data is not OrderPlaced)
        {
            _mail.Add(message); // it comes again, and by then the order may be there
            return;
        }
        var decision = order is null
            ? OrderLifecycle.Begin(((OrderPlaced)message.Data).Ticket, stamp)
            : OrderLifecycle.On(order, (OrderEvent)message.Data, stamp);
        _orders[id] = decision.State;
        foreach (var action in decision.Actions) LifecycleMessages.Say(action, decision.State, _outbox);
        Checked(this, Trade, []);
    }

    private void Feed(ITradeEvent happened, Message message)
    {
        var before = Trade;
        var decision = TradeLifecycle.On(Trade, happened, new Stamp(_now, message.Id));
        Trade = decision.State;
        foreach (var action in decision.Actions)
            if (LifecycleMessages.Say(action, Trade, _outbox) is { } wake) _tradeWake = wake;
        Checked(this, before, [.. decision.Actions]);
    }

    private void Begin() => _outbox.Begin(MessageId.From("root", _roots++), _now);
}
