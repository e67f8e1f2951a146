namespace Trading.Breakers;

/// <summary>What came of a call that a breaker let pass.</summary>
/// <param name="Failure">What kind of failure it was; null for a call that did what was asked, or was abandoned.</param>
/// <param name="Evidence">The broker's code and words, for a person; never a secret.</param>
public readonly record struct BreakerOutcome(BreakerEffect Effect, BrokerFailure? Failure, string Evidence)
{
    public static BreakerOutcome Success { get; } = new(BreakerEffect.None, null, "");

    public static BreakerOutcome Abandoned { get; } = new(BreakerEffect.Abandoned, null, "");
}
