using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Runtime.Delivery;

namespace Trading.Runtime.Journals;

/// <summary>An agent whose state is what came of the messages it handled: the journal keeps the messages, and snapshots of the state.</summary>
public interface IJournalledAgent
{
    /// <summary>The name of its inbox.</summary>
    string Name { get; }

    /// <summary>A step of this agent is in the journal. Called in the order of the rows, under the journal's lock.</summary>
    void OnCommitted(Step step);

    /// <summary>What changed by committed steps since the last call, for a snapshot. Called under the journal's lock.</summary>
    IReadOnlyCollection<SnapshotItem> TakeChanges();

    /// <summary>Begins with the state of the newest snapshot; nothing is in it where there is none.</summary>
    void Restore(IJournalFile file);

    /// <summary>Is told a value that one of its own steps stored, in the order of the rows.</summary>
    void ReplayValue(StateKey key, ReadOnlyMemory<byte> json);

    /// <summary>Does again what a message brought about after the snapshot; what is said is said already.</summary>
    void Replay(Message message, DateTimeOffset time);
}
