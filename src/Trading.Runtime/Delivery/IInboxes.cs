using System.Collections.Immutable;

namespace Trading.Runtime.Delivery;

/// <summary>The inboxes of the agents: one each, shared by all copies of the agent.</summary>
public interface IInboxes
{
    /// <summary>Hands out entries that nobody was given yet, oldest first; empty when there are none.</summary>
    /// <param name="consumer">The copy that takes them, by a name of its own.</param>
    ValueTask<ImmutableArray<InboxEntry>> TakeNewAsync(string inbox, string consumer, int most, CancellationToken cancellation);

    /// <summary>
    /// Hands out again what was given to some copy and neither stored as handled nor buried within the policy's time: that copy
    /// failed, or is dead.
    /// </summary>
    ValueTask<ImmutableArray<InboxEntry>> TakeOverdueAsync(
        string inbox, string consumer, RedeliveryPolicy policy, int most, CancellationToken cancellation);

    /// <summary>
    /// Notes that a copy lives and failed on an entry, which then waits longer each time. What nobody tells of was in the hand of one that
    /// died, and that is not the message's fault.
    /// </summary>
    ValueTask NoteFailureAsync(InboxEntry entry, CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <summary>Takes an entry out of its inbox and keeps it among the dead letters, with what went wrong.</summary>
    ValueTask BuryAsync(InboxEntry entry, string error, CancellationToken cancellation);

    /// <summary>Takes an entry out of its inbox whose message was handled before.</summary>
    ValueTask DropAsync(InboxEntry entry, CancellationToken cancellation);
}
