using Trading.Agents.Ports;
using Trading.Breakers;

namespace Trading.Runtime.Resilience;

/// <summary>The way through a breaker: enter, call, record. A denied call is answered <see cref="BrokerOutcome.BreakerOpen"/> without being made.</summary>
internal sealed class BreakerGate(IBreakers breakers, string breaker, TimeProvider clock)
{
    /// <summary>The stable code of a denial.</summary>
    public const string DenialCode = "BREAKER_OPEN";

    public async ValueTask<CallResult<T>> PassAsync<T, TState>(Func<TState, ValueTask<CallResult<T>>> call, TState state, CancellationToken cancellation)
    {
        var permit = await breakers.EnterAsync(breaker, clock.GetUtcNow(), cancellation);
        if (!permit.IsGranted) return new(Denied<T>(permit), BreakerOutcome.Abandoned, BrokerRemedy.None, null);
        var outcome = BreakerOutcome.Abandoned;
        try
        {
            var result = await call(state);
            outcome = result.Breaker;
            return result;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            outcome = new BreakerOutcome(BreakerEffect.Count, BrokerFailure.Ambiguous, $"{fault.GetType().Name}: {fault.Message}");
            throw;
        }
        finally
        {
            // Not cancelled with the call: a probe that is never recorded keeps every other call waiting for its lease.
            await breakers.RecordAsync(breaker, permit, outcome, clock.GetUtcNow(), CancellationToken.None);
        }
    }

    private BrokerAnswer<T> Denied<T>(in BreakerPermit permit)
    {
        var until = permit.RetryAt is { } time ? $"until {time:u}" : "until it is reset";
        return BrokerAnswers.Failed<T>(BrokerOutcome.BreakerOpen, DenialCode, $"The breaker {breaker} is open {until}: {permit.Reason}", permit.RetryAt);
    }
}
