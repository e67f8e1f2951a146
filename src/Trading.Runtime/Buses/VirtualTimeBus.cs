using System.Diagnostics;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Runtime.Telemetry;

namespace Trading.Runtime.Buses;

/// <summary>A bus for one thread and virtual time: messages are handled one after another in the order they were said.</summary>
/// <remarks>
/// The handlers of a backtest complete at once, so nothing waits; a handler that does not is a defect and is reported.
/// <see cref="MostQueued"/> and <see cref="MostHandledAtOnce"/> bound what one instant may say: past them the agents talk in a circle.
/// </remarks>
public sealed class VirtualTimeBus(TimeProvider clock) : IMessageBus
{
    /// <summary>The most messages waiting at once before the bus stops with an error.</summary>
    public const int MostQueued = 1 << 20;

    /// <summary>The most messages handled before it is quiet again.</summary>
    public const int MostHandledAtOnce = 1 << 22;

    private readonly SubscriptionTable<Inbox> _subscriptions = new();
    private Inbox[] _barHearers = [];
    private Delivery[] _queue = new Delivery[1024];
    private int _head;
    private int _count;

    /// <summary>Messages handled so far.</summary>
    public long Handled { get; private set; }

    /// <summary>Whether no message waits.</summary>
    public bool IsQuiet => _count == 0;

    public void Subscribe(IAgent agent)
    {
        _subscriptions.Add(agent.Hears, new Inbox(agent));
        _barHearers = _subscriptions.HearersOf(EventNames.BarsReceived);
    }

    public ValueTask PublishAsync(Message message, CancellationToken cancellation)
    {
        Publish(message);
        return ValueTask.CompletedTask;
    }

    public void Publish(Message message)
    {
        foreach (var inbox in _subscriptions.HearersOf(message.Name)) Enqueue(new Delivery(inbox, message));
    }

    /// <summary>Publishes all that an outbox collected.</summary>
    public void Publish(Outbox outbox)
    {
        foreach (var message in outbox.Said) Publish(TradingTelemetry.Stamp(message));
    }

    /// <summary>Has all who hear of bars hear of one at once, ahead of what waits; what they say waits its turn.</summary>
    /// <remarks>They are told without an envelope where they can do without and nobody traces or counts messages.</remarks>
    public void Tell(BarTold told)
    {
        if (TradingTelemetry.IsObserved)
        {
            var message = TradingTelemetry.Stamp(told.Message);
            foreach (var inbox in _barHearers) HandleObserved(inbox, message);
            return;
        }
        var now = clock.GetUtcNow();
        foreach (var inbox in _barHearers)
        {
            if (inbox.Bars is { } listener)
            {
                inbox.Outbox.Begin(told, now);
                if (listener.TryHear(told, inbox.Outbox))
                {
                    Handled++;
                    Publish(inbox.Outbox);
                    continue;
                }
            }
            Handle(inbox, told.Message);
        }
    }

    /// <summary>Handles the messages that wait now, and leaves what they bring about.</summary>
    public void HandleWaiting()
    {
        var isObserved = TradingTelemetry.IsObserved;
        for (var waiting = _count; waiting > 0; waiting--) HandleNext(isObserved);
    }

    /// <summary>Handles messages until none is waiting.</summary>
    public void RunUntilQuiet()
    {
        var most = Handled + MostHandledAtOnce;
        var isObserved = TradingTelemetry.IsObserved;
        while (_count > 0)
        {
            if (Handled >= most)
                throw new InvalidOperationException($"{MostHandledAtOnce} messages were handled at {clock.GetUtcNow():u}: agents answer each other without end. The next is {_queue[_head].Message.Name}.");
            HandleNext(isObserved);
        }
    }

    private void HandleNext(bool isObserved)
    {
        var delivery = _queue[_head];
        _queue[_head] = default;
        _head = (_head + 1) & (_queue.Length - 1);
        _count--;
        if (isObserved) HandleObserved(delivery.Inbox, delivery.Message);
        else Handle(delivery.Inbox, delivery.Message);
    }

    private void Handle(Inbox inbox, Message message)
    {
        HandleNow(inbox, message);
        foreach (var said in inbox.Outbox.Said) Publish(said);
    }

    private void HandleObserved(Inbox inbox, Message message)
    {
        using var span = TradingTelemetry.StartHandling(inbox.Name, message);
        HandleNow(inbox, message);
        TradingTelemetry.Handled(inbox.Name, message);
        Publish(inbox.Outbox);
    }

    private void HandleNow(Inbox inbox, Message message)
    {
        inbox.Outbox.Begin(message, clock.GetUtcNow());
        var handling = inbox.Handle(message, inbox.Outbox, CancellationToken.None);
        if (!handling.IsCompleted)
            throw new UnreachableException($"Agent '{inbox.Name}' waits on something outside virtual time while handling {message.Name} for {message.Subject}.");
        handling.GetAwaiter().GetResult();
        Handled++;
    }

    private void Enqueue(Delivery delivery)
    {
        if (_count == _queue.Length) Grow();
        _queue[(_head + _count) & (_queue.Length - 1)] = delivery;
        _count++;
    }

    private void Grow()
    {
        if (_count >= MostQueued)
            throw new InvalidOperationException($"More than {MostQueued} messages wait at {clock.GetUtcNow():u}: agents answer each other without end. The newest is {_queue[(_head + _count - 1) & (_queue.Length - 1)].Message.Name}.");
        var larger = new Delivery[_queue.Length * 2];
        for (var i = 0; i < _count; i++) larger[i] = _queue[(_head + i) & (_queue.Length - 1)];
        (_queue, _head) = (larger, 0);
    }

    private readonly record struct Delivery(Inbox Inbox, Message Message);

    private sealed class Inbox(IAgent agent)
    {
        /// <summary>The agent's handler: a call through a delegate costs less than one through an interface that many agents have.</summary>
        public Func<Message, Outbox, CancellationToken, ValueTask> Handle { get; } = agent.HandleAsync;

        public string Name { get; } = agent.Name;
        public IBarListener? Bars { get; } = agent as IBarListener;
        public Outbox Outbox { get; } = new(agent.Name);
    }
}
