namespace Trading.Breakers;

/// <summary>A breaker's answer to a call that asks to pass: a permit, or a denial.</summary>
/// <param name="Generation">Which stretch of the breaker's life it is of; the outcome of a call of an earlier one decides nothing.</param>
/// <param name="IsProbe">Whether the call is the one that decides if a half-open breaker closes.</param>
/// <param name="RetryAt">When a denied call may ask again, in UTC; null when only a reset helps.</param>
/// <param name="Reason">Why it was denied: the evidence of the trip. Empty for a permit.</param>
public readonly record struct BreakerPermit(bool IsGranted, long Generation, bool IsProbe, DateTimeOffset? RetryAt, string Reason);
