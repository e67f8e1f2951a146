using Trading.Agents.Ports;
using Trading.Breakers;

namespace Trading.Runtime.Resilience;

/// <summary>Makes results of calls from what came over the wire. All that fails is judged by <see cref="BrokerErrorPolicy"/>.</summary>
public static class CallResults
{
    /// <summary>The stable code of a call that was not made because its turn would have come too late.</summary>
    public const string RateLimitCode = "RATE_LIMIT";

    /// <summary>The stable code of a call that was not answered in time.</summary>
    public const string TimeoutCode = "TIMEOUT";

    /// <summary>The stable code of a connection that was not made or was lost.</summary>
    public const string ConnectionCode = "CONNECTION";

    public static CallResult<T> Done<T>(T value, DateTimeOffset? holdUntil = null) =>
        new(BrokerAnswers.Done(value), BreakerOutcome.Success, BrokerRemedy.None, holdUntil);

    /// <summary>The result of an answer that is no success.</summary>
    /// <param name="retryAt">When the broker takes calls again, as its headers say; in UTC.</param>
    /// <param name="isThrottled">Whether further calls wait for that time too.</param>
    public static CallResult<T> Of<T>(BrokerReply reply, DateTimeOffset? retryAt = null, bool isThrottled = false)
    {
        var verdict = BrokerErrorPolicy.Judge(reply);
        var answer = BrokerAnswers.Failed<T>(BrokerOutcomes.Of(verdict.Is), CodeOf(reply), reply.Message, verdict.Is == BrokerFailure.Throttled ? retryAt : null);
        return new(answer, new BreakerOutcome(verdict.Breaker, verdict.Is, Words(answer)), verdict.Do, isThrottled ? retryAt : null);
    }

    /// <summary>No answer: a time-out, a lost connection.</summary>
    public static CallResult<T> NoAnswer<T>(BrokerKind broker, BrokerCall call, string code, string reason) =>
        Of<T>(new BrokerReply(broker, call, 0, code, reason));

    /// <summary>The call was not made: its turn would have come too late.</summary>
    public static CallResult<T> NotSent<T>(DateTimeOffset? retryAt, string reason) => new(
        BrokerAnswers.Failed<T>(BrokerOutcome.Throttled, RateLimitCode, reason, retryAt), BreakerOutcome.Abandoned, BrokerRemedy.WaitForReset, null);

    private static string CodeOf(BrokerReply reply) => reply switch
    {
        { Code.Length: > 0 } => reply.Code,
        { Status: > 0 } => $"HTTP_{reply.Status}",
        _ => ConnectionCode,
    };

    private static string Words<T>(in BrokerAnswer<T> answer) => answer.Reason.Length == 0 ? answer.Code : $"{answer.Code}: {answer.Reason}";
}
