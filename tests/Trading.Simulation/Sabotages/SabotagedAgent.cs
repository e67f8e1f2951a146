using System.Collections.Immutable;
using Trading.Agents;
using Trading.Messages;

namespace Trading.Simulation;

/// <summary>An agent that hears something else than it is told.</summary>
internal sealed class SabotagedAgent(IAgent inner, Func<IAgent, Message, Outbox, ValueTask> handle) : ISabotagedAgent
{
    public IAgent Inner => inner;

    public string Name => inner.Name;

    public ImmutableArray<EventPattern> Hears => inner.Hears;

    public ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation) => handle(inner, message, outbox);
}
