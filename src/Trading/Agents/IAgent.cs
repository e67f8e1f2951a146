using System.Collections.Immutable;
using Trading.Messages;

namespace Trading.Agents;

/// <summary>One of the five: hears messages, decides, and says others.</summary>
/// <remarks>
/// Handling a message twice has the effect of handling it once, and no order of arrival is relied on. What is said goes into
/// the outbox; the host publishes it together with the record that the message was handled. An exception means that the
/// message was not handled and will come again.
/// </remarks>
public interface IAgent
{
    /// <summary>The name in <c>source</c> of what it says, and of its inbox.</summary>
    string Name { get; }

    ImmutableArray<EventPattern> Hears { get; }

    ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation);
}
