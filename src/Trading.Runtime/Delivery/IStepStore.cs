using Trading.Agents.Ports;

namespace Trading.Runtime.Delivery;

/// <summary>Where the steps of agents are stored, with the values they share.</summary>
/// <remarks>
/// A commit that throws may or may not have been stored; doing the step again is harmless, because its message is then known to
/// be handled, or its writes meet another version.
/// </remarks>
public interface IStepStore
{
    ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
        where T : class;

    /// <summary>Whether the message of an entry was handled by its agent before.</summary>
    ValueTask<bool> IsHandledAsync(InboxEntry entry, CancellationToken cancellation);

    /// <summary>
    /// Stores at once: that the entry was handled (by the message's id, so that a copy of the message is known), the values, and
    /// what was said in the inbox of every hearer; and takes the entry out of its inbox.
    /// </summary>
    ValueTask<StepOutcome> CommitAsync(Step step, CancellationToken cancellation);
}
