using Trading.Agents;

namespace Trading.Runtime.Delivery;

/// <summary>Something an agent does by the clock, such as asking for bars, and commits as a step.</summary>
/// <param name="Name">Of ids: the same tick of two copies of an agent says the same messages.</param>
/// <param name="Every">From midnight UTC on; a tick that comes late is told from when on nothing was done.</param>
/// <param name="Act">Given the agent, its outbox, the time of the last tick that was done and that of this one (UTC).</param>
public sealed record AgentTick(
    string Name, TimeSpan Every, Func<IAgent, Outbox, DateTimeOffset, DateTimeOffset, CancellationToken, ValueTask> Act);
