using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Runtime.Delivery;
using TradingFunctions.Lifecycles;

namespace TradingFunctions.Tests.Lifecycles;

/// <summary>Keeps what was committed, as the contract of a step store asks, and lets a test wait for it.</summary>
internal sealed class StepsInMemory : IStepStore, IInboxes, ILifecycleSnapshots
{
    private readonly Lock _lock = new();
    private readonly HashSet<MessageId> _handled = [];
    private readonly Dictionary<MessageId, Message> _said = [];
    private readonly List<(InboxEntry Entry, string Error)> _buried = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];

    /// <summary>The newest state of each trade and order.</summary>
    public ConcurrentDictionary<string, JsonElement> Snapshots { get; } = new(StringComparer.Ordinal);

    /// <summary>What <see cref="LoadAsync"/> finds.</summary>
    public ConcurrentDictionary<StateKey, object> Values { get; } = new();

    public int Commits { get; private set; }

    public int Repeated { get; private set; }

    public IReadOnlyCollection<(InboxEntry Entry, string Error)> Buried => _buried;

    public IReadOnlyDictionary<MessageId, Message> Said => _said;

    public IReadOnlyCollection<MessageId> Handled => _handled;

    /// <summary>Completes when so many messages are recorded as handled or buried.</summary>
    public Task HandledAsync(int count)
    {
        lock (_lock)
        {
            if (_handled.Count + _buried.Count >= count) return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task.WaitAsync(TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken);
        }
    }

    public ValueTask<StepOutcome> CommitAsync(Step step, CancellationToken cancellation)
    {
        lock (_lock)
        {
            Commits++;
            if (step.Handled is { } entry && !_handled.Add(entry.Message.Id))
            {
                Repeated++;
                return new(StepOutcome.AlreadyHandled);
            }
            foreach (var write in step.Writes) Values[write.Key] = write.Value;
            foreach (var message in step.Said) _said.TryAdd(message.Id, message);
            Release();
            return new(StepOutcome.Committed);
        }
    }

    public ValueTask BuryAsync(InboxEntry entry, string error, CancellationToken cancellation)
    {
        lock (_lock)
        {
            _buried.Add((entry, error));
            Release();
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
        where T : class => new(Values.TryGetValue(key, out var value) ? new Versioned<T>((T)value, 1) : default);

    public ValueTask<bool> IsHandledAsync(InboxEntry entry, CancellationToken cancellation)
    {
        lock (_lock) return new(_handled.Contains(entry.Message.Id));
    }

    public ValueTask<ImmutableArray<InboxEntry>> TakeNewAsync(string inbox, string consumer, int most, CancellationToken cancellation) => new([]);

    public ValueTask<ImmutableArray<InboxEntry>> TakeOverdueAsync(
        string inbox, string consumer, RedeliveryPolicy policy, int most, CancellationToken cancellation) => new([]);

    public ValueTask DropAsync(InboxEntry entry, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask SaveAsync(string id, JsonElement state, CancellationToken cancellation)
    {
        Snapshots[id] = state;
        return ValueTask.CompletedTask;
    }

    public ValueTask<ImmutableArray<JsonElement?>> LoadAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
        new([.. ids.Select(id => Snapshots.TryGetValue(id, out var state) ? state : default(JsonElement?))]);

    private void Release()
    {
        foreach (var (count, reached) in _waiting)
            if (_handled.Count + _buried.Count >= count) reached.TrySetResult();
    }
}
