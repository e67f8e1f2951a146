using Polly;
using Polly.Timeout;
using Trading.Agents.Ports;
using Trading.Breakers;

namespace Trading.Runtime.Resilience;

/// <summary>Turns a time-out and a lost connection into answers, and takes every secret out of the broker's words.</summary>
/// <remarks>
/// It stands before the breaker and whoever logs: what leaves it carries no secret. An exception that is none of the two is a
/// defect and goes on, its message cleaned.
/// </remarks>
internal sealed class AnswerStrategy<T>(BrokerKind broker, CallPolicy policy, SecretRedactor redactor) : ResilienceStrategy<CallResult<T>>
{
    protected override async ValueTask<Outcome<CallResult<T>>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<CallResult<T>>>> callback, ResilienceContext context, TState state)
    {
        var outcome = await callback(context, state);
        return outcome.Exception switch
        {
            null => Outcome.FromResult(Clean(outcome.Result)),
            OperationCanceledException when context.CancellationToken.IsCancellationRequested => outcome,
            TimeoutRejectedException or OperationCanceledException => Outcome.FromResult(CallResults.NoAnswer<T>(
                broker, BrokerCall.Read, CallResults.TimeoutCode, $"no answer within {policy.Timeout.TotalSeconds:0.###} s")),
            HttpRequestException or IOException => Outcome.FromResult(CallResults.NoAnswer<T>(
                broker, BrokerCall.Read, CallResults.ConnectionCode, redactor.Clean(outcome.Exception.Message))),
            var defect when redactor.Holds(defect.ToString()) => Outcome.FromException<CallResult<T>>(
                new InvalidOperationException($"{defect.GetType().Name}: {redactor.Clean(defect.Message)}")),
            _ => outcome,
        };
    }

    private CallResult<T> Clean(CallResult<T> result) => result.Answer.Outcome == BrokerOutcome.Done
        ? result
        : result with
        {
            Answer = result.Answer with { Code = redactor.Clean(result.Answer.Code), Reason = redactor.Clean(result.Answer.Reason) },
            Breaker = result.Breaker with { Evidence = redactor.Clean(result.Breaker.Evidence) },
        };
}
