using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Runtime.Delivery;

namespace Trading.Runtime.Tests.Reconciliation;

/// <summary>Keeps what steps wrote and said; nothing waits in an inbox.</summary>
internal sealed class CommittedSteps : IStepStore, IInboxes
{
    private readonly List<Message> _said = [];
    private int _version;

    public Dictionary<StateKey, object> Values { get; } = [];

    public IReadOnlyList<Message> Said => _said;

    public ValueTask<StepOutcome> CommitAsync(Step step, CancellationToken cancellation)
    {
        _version++;
        foreach (var write in step.Writes) Values[write.Key] = write.Value;
        foreach (var message in step.Said)
            if (_said.TrueForAll(known => known.Id != message.Id)) _said.Add(message);
        return new(StepOutcome.Committed);
    }

    public ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
        where T : class => new(Values.TryGetValue(key, out var value) ? new Versioned<T>((T)value, _version) : default);

    public ValueTask<bool> IsHandledAsync(InboxEntry entry, CancellationToken cancellation) => new(false);

    public ValueTask<ImmutableArray<InboxEntry>> TakeNewAsync(string inbox, string consumer, int most, CancellationToken cancellation) => new([]);

    public ValueTask<ImmutableArray<InboxEntry>> TakeOverdueAsync(
        string inbox, string consumer, RedeliveryPolicy policy, int most, CancellationToken cancellation) => new([]);

    public ValueTask BuryAsync(InboxEntry entry, string error, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask DropAsync(InboxEntry entry, CancellationToken cancellation) => ValueTask.CompletedTask;
}
