using Polly;
using Trading.Breakers;

namespace Trading.Runtime.Resilience;

/// <summary>Waits for a call's turn, and holds the bucket when the broker asks for it. A turn that comes too late is not waited for.</summary>
internal sealed class RateLimitStrategy<T>(IRateLimits limits, string bucket, CallPolicy policy, TimeProvider clock) : ResilienceStrategy<CallResult<T>>
{
    private readonly RateLimit? _limit = policy.Limit is { } limit ? limit with { Calls = limit.Calls - policy.Reserve } : null;

    protected override async ValueTask<Outcome<CallResult<T>>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<CallResult<T>>>> callback, ResilienceContext context, TState state)
    {
        try
        {
            if (await WaitAsync(context.CancellationToken) is { } late)
                return Outcome.FromResult(CallResults.NotSent<T>(late, $"{bucket} takes no further call until {late:u}; it was not sent"));
        }
        catch (OperationCanceledException stopped)
        {
            return Outcome.FromException<CallResult<T>>(stopped);
        }
        var outcome = await callback(context, state);
        if (outcome.Exception is null && outcome.Result.HoldUntil is { } until) await limits.HoldAsync(bucket, until, context.CancellationToken);
        return outcome;
    }

    /// <summary>Returns null when the turn has come, or the time of a turn that is too far away.</summary>
    private async ValueTask<DateTimeOffset?> WaitAsync(CancellationToken cancellation)
    {
        if (_limit is null) return null;
        var latest = clock.GetUtcNow() + policy.LongestWait;
        while (true)
        {
            var now = clock.GetUtcNow();
            if (await limits.TryTakeAsync(bucket, _limit, now, cancellation) is not { } turn) return null;
            if (turn > latest) return turn;
            await Task.Delay(turn > now ? turn - now : TimeSpan.FromMilliseconds(1), clock, cancellation);
        }
    }
}
