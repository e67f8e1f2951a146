using Trading.Agents.Ports;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Desks;

/// <summary>What a desk gives its venue once its journal is open.</summary>
/// <param name="State">Values that are on the disk when a save returns.</param>
/// <param name="Limits">The rate limits that all processes of the desk share; null where it is the only one.</param>
public sealed record VenueParts(IBreakers Breakers, IStateStore State, IBrokerAlarms Alarms, TimeProvider Clock, IRateLimits? Limits = null);
