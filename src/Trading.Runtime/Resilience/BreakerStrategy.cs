using Polly;

namespace Trading.Runtime.Resilience;

/// <summary>The desk's shared breaker as a step of a pipeline. A denied call returns a denial; nothing is thrown.</summary>
internal sealed class BreakerStrategy<T>(BreakerGate gate) : ResilienceStrategy<CallResult<T>>
{
    protected override async ValueTask<Outcome<CallResult<T>>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<CallResult<T>>>> callback, ResilienceContext context, TState state)
    {
        try
        {
            var result = await gate.PassAsync(static async call => Unwrap(await call.callback(call.context, call.state)), (callback, context, state), context.CancellationToken);
            return Outcome.FromResult(result);
        }
#pragma warning disable CA1031 // a step of a pipeline hands exceptions on as outcomes
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return Outcome.FromException<CallResult<T>>(fault);
        }
    }

    private static CallResult<T> Unwrap(Outcome<CallResult<T>> outcome)
    {
        outcome.ThrowIfException();
        return outcome.Result;
    }
}
