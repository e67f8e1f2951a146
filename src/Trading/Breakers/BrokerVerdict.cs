namespace Trading.Breakers;

/// <summary>A row of the error table.</summary>
/// <param name="Is">What the answer is.</param>
/// <param name="Breaker">What it does to the breaker.</param>
/// <param name="Do">What the desk does.</param>
public readonly record struct BrokerVerdict(BrokerFailure Is, BreakerEffect Breaker, BrokerRemedy Do);
