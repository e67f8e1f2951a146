using System.Collections.Immutable;
using System.Globalization;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Runtime.Delivery;

namespace Trading.Simulation;

/// <summary>The contract of delivery in memory: values with versions, inboxes, and steps that are stored at once or not at all.</summary>
/// <remarks>It never fails; what fails is the wire in front of it.</remarks>
internal sealed class SimulatedStore(World world, IEnumerable<string> agents) : IStepStore, IInboxes, IDeskMemory
{
    private readonly Dictionary<StateKey, (object Value, long Version)> _values = [];
    private readonly StreamInbox[] _inboxes = [.. agents.Select(agent => new StreamInbox(agent))];
    private readonly Dictionary<EventName, StreamInbox[]> _hearers = [];
    private long _entries;

    public IReadOnlyList<StreamInbox> Inboxes => _inboxes;

    public List<(Message Message, string Inbox, string Error)> DeadLetters { get; } = [];

    IEnumerable<(Message Message, string Inbox, string Error)> IDeskMemory.DeadLetters => DeadLetters;

    public IEnumerable<(string Inbox, int Count, Message First)> Unhandled =>
        from inbox in _inboxes
        where inbox.New.Count + inbox.Taken.Count > 0
        select (inbox.Name, inbox.New.Count + inbox.Taken.Count, inbox.New.Concat(inbox.Taken).First().Message);

    /// <summary>Called with each entry that is put into an inbox.</summary>
    public Action<StreamInbox, StreamEntry> Appended { get; set; } = static (_, _) => { };

    public StreamInbox InboxOf(string name)
    {
        foreach (var inbox in _inboxes)
            if (inbox.Name == name) return inbox;
        throw new ArgumentOutOfRangeException(nameof(name), name, "Nobody has this inbox.");
    }

    /// <summary>A value as it is stored.</summary>
    public T? Peek<T>(StateKey key)
        where T : class => _values.TryGetValue(key, out var stored) ? (T)stored.Value : null;

    public ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
        where T : class =>
        new(_values.TryGetValue(key, out var stored) ? new Versioned<T>((T)stored.Value, stored.Version) : default);

    public ValueTask<bool> IsHandledAsync(InboxEntry entry, CancellationToken cancellation) => new(InboxOf(entry.Inbox).Handled.Contains(entry.Message.Id));

    public ValueTask<StepOutcome> CommitAsync(Step step, CancellationToken cancellation)
    {
        var inbox = step.Handled is { } handled ? InboxOf(handled.Inbox) : null;
        if (inbox is not null && inbox.Handled.Contains(step.Handled!.Message.Id)) return new(StepOutcome.AlreadyHandled);
        foreach (var write in step.Writes)
            if ((_values.TryGetValue(write.Key, out var stored) ? stored.Version : 0) != write.ExpectedVersion) return new(StepOutcome.Conflict);

        if (inbox is not null)
        {
            inbox.Handled.Add(step.Handled!.Message.Id);
            inbox.Remove(step.Handled.EntryId);
        }
        world.OnStep(step);
        foreach (var write in step.Writes)
        {
            var before = _values.GetValueOrDefault(write.Key);
            _values[write.Key] = (write.Value, before.Version + 1);
            world.OnWrite(write.Key, before.Value, write.Value);
        }
        foreach (var message in step.Said) Append(message);
        return new(StepOutcome.Committed);
    }

    public ValueTask<ImmutableArray<InboxEntry>> TakeNewAsync(string inbox, string consumer, int most, CancellationToken cancellation)
    {
        var stream = InboxOf(inbox);
        var now = world.Now;
        var taken = ImmutableArray.CreateBuilder<InboxEntry>(1);
        while (taken.Count < most)
        {
            var next = -1;
            for (var i = 0; i < stream.New.Count; i++)
                if (stream.New[i].AvailableAt <= now && (next < 0 || stream.New[i].AvailableAt < stream.New[next].AvailableAt)) next = i;
            if (next < 0) break;
            var entry = stream.New[next];
            stream.New.RemoveAt(next);
            stream.Taken.Add(entry);
            taken.Add(HandOut(inbox, entry, now));
        }
        return new(taken.ToImmutable());
    }

    public ValueTask<ImmutableArray<InboxEntry>> TakeOverdueAsync(string inbox, string consumer, RedeliveryPolicy policy, int most, CancellationToken cancellation)
    {
        var now = world.Now;
        var taken = ImmutableArray.CreateBuilder<InboxEntry>(1);
        var stream = InboxOf(inbox);
        // What nobody came for is overdue as well.
        for (var i = 0; i < stream.New.Count; i++)
        {
            if (taken.Count == most || stream.New[i].AvailableAt + policy.First > now) continue;
            var entry = stream.New[i];
            stream.New.RemoveAt(i--);
            stream.Taken.Add(entry);
            taken.Add(HandOut(inbox, entry, now));
        }
        foreach (var entry in stream.Taken)
        {
            if (taken.Count == most) break;
            if (entry.TakenAt + policy.After(entry.Deliveries) <= now) taken.Add(HandOut(inbox, entry, now));
        }
        return new(taken.ToImmutable());
    }

    public ValueTask BuryAsync(InboxEntry entry, string error, CancellationToken cancellation)
    {
        var stream = InboxOf(entry.Inbox);
        foreach (var there in stream.Taken)
        {
            if (there.EntryId != entry.EntryId) continue;
            DeadLetters.Add((there.Message, entry.Inbox, error));
            break;
        }
        stream.Remove(entry.EntryId);
        return ValueTask.CompletedTask;
    }

    public ValueTask DropAsync(InboxEntry entry, CancellationToken cancellation)
    {
        InboxOf(entry.Inbox).Remove(entry.EntryId);
        return ValueTask.CompletedTask;
    }

    private static InboxEntry HandOut(string inbox, StreamEntry entry, DateTimeOffset now)
    {
        entry.TakenAt = now;
        entry.Deliveries++;
        return new InboxEntry(inbox, entry.EntryId, entry.Message, entry.Deliveries);
    }

    private void Append(Message message)
    {
        if (!_hearers.TryGetValue(message.Name, out var hearers))
        {
            hearers = [.. _inboxes.Where(inbox => inbox.Hears.Any(pattern => pattern.Matches(message.Name)))];
            _hearers.Add(message.Name, hearers);
        }
        foreach (var inbox in hearers)
        {
            Append(inbox, message);
            if (world.Faults.Strike(FaultKind.MessageDoubled)) Append(inbox, message);
        }
    }

    private void Append(StreamInbox inbox, Message message)
    {
        var delay = world.Faults.Strike(FaultKind.MessageDelayed)
            ? world.Scheduling.Seconds(1, 12)
            : world.Scheduling.Milliseconds(0, 40);
        var entry = new StreamEntry((++_entries).ToString(CultureInfo.InvariantCulture), message, world.Now + delay);
        inbox.New.Add(entry);
        Appended(inbox, entry);
    }
}
