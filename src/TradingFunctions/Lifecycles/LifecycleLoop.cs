using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.DurableTask;
using Trading.Messages;

namespace TradingFunctions.Lifecycles;

/// <summary>Drives one trade or order in an orchestration: feeds each message to its lifecycle and has what follows stored.</summary>
/// <remarks>
/// The lifecycle decides inside the orchestration, from its state, the message and the orchestration's own time, so a replay
/// decides the same. What a step says is stored together with the record that its message was handled, by an activity that
/// may run any number of times. A message that gets lost on the way into an orchestration has no record, so it comes again.
/// </remarks>
/// <param name="timeOf">The time a message is handled at; the orchestration's own unless a recorded day is played.</param>
public sealed class LifecycleLoop<TState>(ILifecycle<TState> lifecycle, Func<TaskOrchestrationContext, Message?, DateTimeOffset>? timeOf = null)
    where TState : class
{
    /// <summary>After how many commits the orchestration is continued as new, so that its history stays short.</summary>
    public const int CommitsBetweenRestarts = 16;

    /// <summary>The most messages taken in before they are stored.</summary>
    public const int MostSteps = 16;

    /// <summary>A wish to be woken later than this is looked at again after it.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    // A store out of reach is waited for: the trade cannot go on without it, and giving up would end the orchestration.
    private static readonly TaskOptions UntilStored = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 100_000, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromSeconds(15)));

    private readonly Func<TaskOrchestrationContext, Message?, DateTimeOffset> _timeOf = timeOf ?? ((context, _) => UtcNow(context));

    /// <returns>The ended trade or order as JSON, from which late news opens it again; null after it was continued as new.</returns>
    public async Task<JsonElement?> RunAsync(TaskOrchestrationContext context, LifecycleInput input)
    {
        input.Check(context.InstanceId);
        var run = new LifecycleRun<TState>(lifecycle, input.State?.Deserialize(TradingJson.Of<TState>()), input.Settings);
        var arrival = context.WaitForExternalEvent<LifecycleEvent>(LifecycleEvent.Name);
        var next = input.First;
        DateTimeOffset? endsAt = null;
        for (var commits = 0; ;)
        {
            var steps = ImmutableArray.CreateBuilder<LifecycleStep>();
            if (next is not null) steps.Add(Take(context, run, next));
            next = null;
            for (; arrival.IsCompleted && steps.Count < MostSteps; arrival = context.WaitForExternalEvent<LifecycleEvent>(LifecycleEvent.Name))
                steps.Add(Take(context, run, await arrival));
            if (steps.Count == 0 && run.WakeAt <= _timeOf(context, null)) steps.Add(run.Wake(_timeOf(context, null)));

            if (steps.Count > 0)
            {
                var commit = await context.CallActivityAsync<LifecycleCommit>(nameof(CommitLifecycleSteps), run.Commit(context.InstanceId, steps), UntilStored);
                if (run.ChangeOfStatus(commit.Breaker, UtcNow(context)) is { } status) context.SetCustomStatus(status);
                endsAt = null;
                if (++commits >= CommitsBetweenRestarts && !arrival.IsCompleted)
                {
                    context.ContinueAsNew(input with { State = run.ToJson(), First = null }, preserveUnprocessedEvents: true);
                    return null;
                }
                continue;
            }

            if (run.IsAtRest)
            {
                endsAt ??= UtcNow(context) + input.Linger;
                if (UtcNow(context) >= endsAt) return run.ToJson();
            }
            await NextAsync(context, arrival, run.IsAtRest ? endsAt : Soon(run.WakeAt - _timeOf(context, null), UtcNow(context)));
        }
    }

    private static DateTimeOffset? Soon(TimeSpan? wait, DateTimeOffset now) => wait is { } time ? now + (time < LongestWait ? time : LongestWait) : null;

    private LifecycleStep Take(TaskOrchestrationContext context, LifecycleRun<TState> run, LifecycleEvent arrived)
    {
        var message = arrived.ToMessage();
        return run.Handle(arrived, message, _timeOf(context, message));
    }

    private static async Task NextAsync(TaskOrchestrationContext context, Task arrival, DateTimeOffset? until)
    {
        if (until is not { } time)
        {
            await arrival;
            return;
        }
        using var decided = new CancellationTokenSource();
        await Task.WhenAny(arrival, context.CreateTimer(time.UtcDateTime, decided.Token));
#pragma warning disable CA1849 // an orchestration awaits nothing but its own context: canceling asynchronously would leave it
        decided.Cancel();
#pragma warning restore CA1849
    }

    private static DateTimeOffset UtcNow(TaskOrchestrationContext context) => new(DateTime.SpecifyKind(context.CurrentUtcDateTime, DateTimeKind.Utc));
}
