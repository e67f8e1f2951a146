using System.Threading.Channels;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Runtime.Telemetry;

namespace Trading.Runtime.Buses;

/// <summary>A bus for one process: a bounded inbox an agent, each worked off in order by a task of its own.</summary>
/// <remarks>
/// A full inbox holds the publisher back. Messages stay the records they are; nothing is serialised. A handler that throws is
/// tried again up to <see cref="InProcessBusOptions.MostAttempts"/> times and then its message goes to
/// <see cref="InProcessBusOptions.OnDeadLetter"/>. <see cref="DrainAsync"/> lets everything said be handled, and what that brings
/// about, before it returns; <see cref="DisposeAsync"/> drains and stops.
/// </remarks>
public sealed class InProcessBus(TimeProvider clock, InProcessBusOptions options) : IMessageBus, IAsyncDisposable
{
    private readonly SubscriptionTable<Inbox> _subscriptions = new();
    private readonly List<Inbox> _inboxes = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _idleLock = new();
    private TaskCompletionSource? _idle;
    private long _waiting;
    private bool _isStarted;

    /// <summary>Messages said and not yet handled by all who hear them.</summary>
    public long Waiting => Interlocked.Read(ref _waiting);

    /// <exception cref="InvalidOperationException">The bus has started.</exception>
    public void Subscribe(IAgent agent) => Subscribe(agent.Name, agent.Hears, agent);

    /// <summary>Lets a watcher hear messages. What it says goes nowhere.</summary>
    public void Watch(string name, EventPattern pattern, Func<Message, CancellationToken, ValueTask> heard) =>
        Subscribe(name, [pattern], new Watcher(name, pattern, heard));

    public void Start()
    {
        _isStarted = true;
        foreach (var inbox in _inboxes) inbox.Work = Task.Run(() => WorkOffAsync(inbox));
    }

    /// <summary>Says a message to all who hear it; waits while an inbox is full.</summary>
    public async ValueTask PublishAsync(Message message, CancellationToken cancellation)
    {
        message = TradingTelemetry.Stamp(message);
        foreach (var inbox in _subscriptions.HearersOf(message.Name))
        {
            if (!inbox.Room.Wait(0, CancellationToken.None)) await inbox.Room.WaitAsync(cancellation);
            Enqueue(inbox, new Delivery(message, HoldsRoom: true));
        }
    }

    /// <summary>Waits until no message is waiting or being handled.</summary>
    public Task DrainAsync(CancellationToken cancellation)
    {
        lock (_idleLock)
        {
            if (Waiting == 0) return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task.WaitAsync(cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isStarted) await DrainAsync(CancellationToken.None);
        foreach (var inbox in _inboxes) inbox.Queue.Writer.TryComplete();
        foreach (var inbox in _inboxes)
        {
            if (inbox.Work is { } work) await work;
            inbox.Room.Dispose();
        }
        await _stopping.CancelAsync();
        _stopping.Dispose();
    }

    private void Subscribe(string name, IEnumerable<EventPattern> hears, IAgent agent)
    {
        if (_isStarted) throw new InvalidOperationException($"'{name}' subscribes after the bus has started; subscribe before.");
        var inbox = new Inbox(agent, options.InboxCapacity);
        _inboxes.Add(inbox);
        _subscriptions.Add(hears, inbox);
    }

    private async Task WorkOffAsync(Inbox inbox)
    {
        await foreach (var delivery in inbox.Queue.Reader.ReadAllAsync())
        {
            await HandleAsync(inbox, delivery.Message);
            if (delivery.HoldsRoom) inbox.Room.Release();
            Interlocked.Decrement(ref inbox.Waiting);
            Settle();
        }
    }

    private async Task HandleAsync(Inbox inbox, Message message)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var span = TradingTelemetry.StartHandling(inbox.Agent.Name, message);
            try
            {
                var started = clock.GetTimestamp();
                inbox.Outbox.Begin(message, clock.GetUtcNow());
                await inbox.Agent.HandleAsync(message, inbox.Outbox, _stopping.Token);
                foreach (var said in inbox.Outbox.Messages) PublishFromAgent(TradingTelemetry.Stamp(said));
                if (TradingTelemetry.MessagesHandled.Enabled)
                    TradingTelemetry.MessagesHandled.Add(1, new("agent", inbox.Agent.Name), new("event", message.Name.Value));
                if (TradingTelemetry.HandleDuration.Enabled)
                    TradingTelemetry.HandleDuration.Record(clock.GetElapsedTime(started).TotalSeconds, new("agent", inbox.Agent.Name), new("event", message.Name.Value));
                return;
            }
#pragma warning disable CA1031 // whatever a handler throws, the bus goes on and the message is not lost
            catch (Exception error)
#pragma warning restore CA1031
            {
                span?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, error.Message);
                if (TradingTelemetry.HandlerFailures.Enabled)
                    TradingTelemetry.HandlerFailures.Add(1, new("agent", inbox.Agent.Name), new("event", message.Name.Value));
                if (attempt < options.MostAttempts) continue;
                options.OnDeadLetter(new DeadLetter(inbox.Agent.Name, message, error));
                return;
            }
        }
    }

    /// <summary>
    /// What an agent says is never held back: agents answer each other in circles, and two that wait for room in each other's inbox
    /// would wait for ever. Only the outside is held back, which bounds what the agents have to talk about.
    /// </summary>
    private void Enqueue(Inbox inbox, Delivery delivery)
    {
        var waiting = Interlocked.Increment(ref inbox.Waiting);
        if (waiting > (long)options.InboxCapacity * InProcessBusOptions.MostSaidPerHeard)
        {
            Interlocked.Decrement(ref inbox.Waiting);
            throw new InvalidOperationException($"The inbox of '{inbox.Agent.Name}' holds {waiting - 1} messages: agents answer each other without end. The newest is {delivery.Message.Name}.");
        }
        Interlocked.Increment(ref _waiting);
        if (inbox.Queue.Writer.TryWrite(delivery)) return;
        Interlocked.Decrement(ref inbox.Waiting);
        Settle();
        throw new ObjectDisposedException(nameof(InProcessBus), $"The bus has stopped; {delivery.Message.Name} for {delivery.Message.Subject} was not taken.");
    }

    private void PublishFromAgent(Message message)
    {
        foreach (var inbox in _subscriptions.HearersOf(message.Name)) Enqueue(inbox, new Delivery(message, HoldsRoom: false));
    }

    private void Settle()
    {
        if (Interlocked.Decrement(ref _waiting) != 0) return;
        lock (_idleLock)
        {
            if (Waiting != 0) return;
            _idle?.TrySetResult();
            _idle = null;
        }
    }

    private sealed class Inbox(IAgent agent, int capacity)
    {
        public IAgent Agent { get; } = agent;
        public Outbox Outbox { get; } = new(agent.Name);
        // An idle agent handles what it is told on the teller's thread: waking another would cost more than most handlers do. The depth
        // is bounded by the number of agents, because a busy one is not entered again.
        public Channel<Delivery> Queue { get; } = Channel.CreateUnbounded<Delivery>(new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });
        public SemaphoreSlim Room { get; } = new(capacity);
        public Task? Work { get; set; }

        /// <summary>Messages in the queue and in hand; a field, as it is counted from several threads.</summary>
        public long Waiting;
    }

    private readonly record struct Delivery(Message Message, bool HoldsRoom);

    private sealed class Watcher(string name, EventPattern pattern, Func<Message, CancellationToken, ValueTask> heard) : IAgent
    {
        public string Name => name;
        public System.Collections.Immutable.ImmutableArray<EventPattern> Hears => [pattern];
        public ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation) => heard(message, cancellation);
    }
}
