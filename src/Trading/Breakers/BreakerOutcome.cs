using Trading.Agents.Ports;

namespace Trading.Breakers;

/// <summary>What came of a call that a breaker let pass.</summary>
/// <param name="Failure">What kind of failure it was; null for a call that did what was asked, or was abandoned.</param>
/// <param name="Evidence">The broker's code and words, for a person; never a secret.</param>
public readonly record struct BreakerOutcome(BreakerEffect Effect, BrokerFailure? Failure, string Evidence)
{
    public static BreakerOutcome Success { get; } = new(BreakerEffect.None, null, "");

    public static BreakerOutcome Abandoned { get; } = new(BreakerEffect.Abandoned, null, "");

    /// <summary>The outcome that a broker adapter's answer is. The column "breaker" of <see cref="BrokerErrorPolicy"/>, in the adapter's words.</summary>
    public static BreakerOutcome Of<T>(BrokerKind broker, in BrokerAnswer<T> answer) => answer.Outcome switch
    {
        BrokerOutcome.Done => Success,
        BrokerOutcome.Refused => new(BreakerEffect.None, BrokerFailure.BusinessRefusal, Words(answer)),
        BrokerOutcome.AlreadyExists => new(BreakerEffect.None, BrokerFailure.AlreadyThere, Words(answer)),
        BrokerOutcome.NotFound or BrokerOutcome.NoLongerOpen => new(BreakerEffect.None, BrokerFailure.NotCancelable, Words(answer)),
        BrokerOutcome.Throttled => new(BreakerEffect.None, BrokerFailure.Throttled, Words(answer)),
        BrokerOutcome.Unauthorised when broker == BrokerKind.Schwab => new(BreakerEffect.OpenUntilReset, BrokerFailure.NotAuthorised, Words(answer)),
        BrokerOutcome.Unauthorised => new(BreakerEffect.OpenAtOnce, BrokerFailure.NotAuthorised, Words(answer)),
        BrokerOutcome.NoAnswer => new(BreakerEffect.Count, BrokerFailure.Ambiguous, Words(answer)),
        BrokerOutcome.BreakerOpen => Abandoned,
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer.Outcome, "Not an outcome of a call to a broker."),
    };

    private static string Words<T>(in BrokerAnswer<T> answer) =>
        answer.Code.Length == 0 ? answer.Reason : answer.Reason.Length == 0 ? answer.Code : $"{answer.Code}: {answer.Reason}";
}
