using System.Collections.Frozen;
using System.Collections.Immutable;
using Trading.Messages;

namespace Trading.Runtime.Delivery;

/// <summary>Whose inboxes a message goes into.</summary>
/// <remarks>
/// By the catalogue and not by who is running: an agent that is away finds in its inbox what was said meanwhile. Watchers have no
/// inbox.
/// </remarks>
public sealed class InboxRoutes
{
    private readonly FrozenDictionary<EventName, ImmutableArray<string>> _hearers;

    public InboxRoutes(EventCatalogue catalogue)
    {
        _hearers = catalogue.Rows.ToFrozenDictionary(row => row.Name, row => row.HeardBy.Remove(AgentNames.Watchers));
        Inboxes = [.. _hearers.Values.SelectMany(hearers => hearers).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The routes of <see cref="EventCatalogue.Desk"/>.</summary>
    public static InboxRoutes Desk { get; } = new(EventCatalogue.Desk);

    /// <summary>Every inbox there is, in alphabetical order.</summary>
    public ImmutableArray<string> Inboxes { get; }

    /// <summary>The inboxes an event goes into; none for an event that the catalogue does not know.</summary>
    public ImmutableArray<string> HearersOf(EventName name) => _hearers.TryGetValue(name, out var hearers) ? hearers : [];
}
