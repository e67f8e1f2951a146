namespace Trading.Breakers;

/// <summary>Why a breaker opened.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="From">The state it was in.</param>
/// <param name="Failure">The failure that opened it; null when it was opened by hand.</param>
/// <param name="Evidence">The broker's code and words.</param>
/// <param name="FailuresInARow">How many failures in a row there had been, this one included.</param>
public sealed record BreakerTrip(DateTimeOffset At, BreakerState From, BrokerFailure? Failure, string Evidence, int FailuresInARow);
