using Trading.Breakers;

namespace Trading.Agents.Ports;

/// <summary>Carries the error table over to the words of an adapter's answers, and those back to the breaker.</summary>
public static class BrokerOutcomes
{
    /// <summary>What the adapter answers for a failure that <see cref="BrokerErrorPolicy"/> found.</summary>
    public static BrokerOutcome Of(BrokerFailure failure) => failure switch
    {
        BrokerFailure.NotAuthorised or BrokerFailure.TokenExpired => BrokerOutcome.Unauthorised,
        BrokerFailure.BusinessRefusal => BrokerOutcome.Refused,
        BrokerFailure.AlreadyThere => BrokerOutcome.AlreadyExists,
        BrokerFailure.Unknown => BrokerOutcome.NotFound,
        BrokerFailure.NotCancelable => BrokerOutcome.NoLongerOpen,
        BrokerFailure.Throttled => BrokerOutcome.Throttled,
        BrokerFailure.Ambiguous => BrokerOutcome.NoAnswer,
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, "Not a failure of a call to a broker."),
    };

    /// <summary>What an adapter's answer is to the breaker: the column "breaker" of <see cref="BrokerErrorPolicy"/>.</summary>
    public static BreakerOutcome ToBreaker<T>(BrokerKind broker, in BrokerAnswer<T> answer) => answer.Outcome switch
    {
        BrokerOutcome.Done => BreakerOutcome.Success,
        BrokerOutcome.Refused => new(BreakerEffect.None, BrokerFailure.BusinessRefusal, Words(answer)),
        BrokerOutcome.AlreadyExists => new(BreakerEffect.None, BrokerFailure.AlreadyThere, Words(answer)),
        BrokerOutcome.NotFound => new(BreakerEffect.None, BrokerFailure.Unknown, Words(answer)),
        BrokerOutcome.NoLongerOpen => new(BreakerEffect.None, BrokerFailure.NotCancelable, Words(answer)),
        BrokerOutcome.Throttled => new(BreakerEffect.None, BrokerFailure.Throttled, Words(answer)),
        BrokerOutcome.Unauthorised when broker == BrokerKind.Schwab => new(BreakerEffect.OpenUntilReset, BrokerFailure.NotAuthorised, Words(answer)),
        BrokerOutcome.Unauthorised => new(BreakerEffect.OpenAtOnce, BrokerFailure.NotAuthorised, Words(answer)),
        BrokerOutcome.NoAnswer => new(BreakerEffect.Count, BrokerFailure.Ambiguous, Words(answer)),
        BrokerOutcome.BreakerOpen => BreakerOutcome.Abandoned,
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer.Outcome, "Not an outcome of a call to a broker."),
    };

    private static string Words<T>(in BrokerAnswer<T> answer) =>
        answer.Code.Length == 0 ? answer.Reason : answer.Reason.Length == 0 ? answer.Code : $"{answer.Code}: {answer.Reason}";
}
