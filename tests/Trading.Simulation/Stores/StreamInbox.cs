using System.Collections.Immutable;
using Trading.Messages;

namespace Trading.Simulation;

/// <summary>One agent's inbox: what nobody was given yet, and what was handed out and is not done.</summary>
internal sealed class StreamInbox(string name)
{
    public string Name { get; } = name;

    public ImmutableArray<EventPattern> Hears { get; set; } = [];

    public List<StreamEntry> New { get; } = [];

    public List<StreamEntry> Taken { get; } = [];

    /// <summary>The ids of messages that were handled.</summary>
    public HashSet<MessageId> Handled { get; } = [];

    public bool Remove(string entryId) => RemoveFrom(Taken, entryId) || RemoveFrom(New, entryId);

    private static bool RemoveFrom(List<StreamEntry> entries, string entryId)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].EntryId != entryId) continue;
            entries.RemoveAt(i);
            return true;
        }
        return false;
    }
}
