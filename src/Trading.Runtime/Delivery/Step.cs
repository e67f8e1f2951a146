using System.Collections.Immutable;
using Trading.Messages;

namespace Trading.Runtime.Delivery;

/// <summary>All that comes of handling one message, or one tick of a timer: stored at once or not at all.</summary>
public sealed record Step
{
    /// <summary>Whose step it is: the name of the agent, which is that of its inbox.</summary>
    public required string Agent { get; init; }

    /// <summary>The entry that was handled; null for a timer's tick, a broker's news, or a word from outside.</summary>
    public InboxEntry? Handled { get; init; }

    /// <summary>When it was handled, in UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    public ImmutableArray<StateWrite> Writes { get; init; } = [];

    /// <summary>What was said, in order; each goes into the inbox of everyone who hears it.</summary>
    public ImmutableArray<Message> Said { get; init; } = [];
}
