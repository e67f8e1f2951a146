using Trading.Breakers;

namespace TradingFunctions.Breakers;

/// <summary>Open a breaker until it is reset, and why.</summary>
public sealed record BreakerLatch(BrokerFailure? Failure, string Evidence, DateTimeOffset Now);
