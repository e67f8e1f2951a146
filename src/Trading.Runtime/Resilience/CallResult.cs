using Trading.Agents.Ports;
using Trading.Breakers;

namespace Trading.Runtime.Resilience;

/// <summary>What came of one call over the wire: the answer, what it is to the breaker, and what the desk is to do about it.</summary>
/// <param name="Do">The last column of <see cref="BrokerErrorPolicy"/>.</param>
/// <param name="HoldUntil">Until when the broker wants no further calls, in UTC; null when it did not say so.</param>
public readonly record struct CallResult<T>(BrokerAnswer<T> Answer, BreakerOutcome Breaker, BrokerRemedy Do, DateTimeOffset? HoldUntil);
