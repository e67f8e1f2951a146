using Trading.Agents.Ports;
using Trading.Runtime.Delivery;

namespace Trading.Runtime.State;

/// <summary>The values of a step store, each saved by a step of its own: for what is not part of an agent's step.</summary>
public sealed class StepwiseStateStore(IStepStore steps, TimeProvider clock) : IStateStore
{
    private const string Name = "state";

    public ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
        where T : class => steps.LoadAsync<T>(key, cancellation);

    public async ValueTask<bool> TrySaveAsync<T>(StateKey key, T value, long expectedVersion, CancellationToken cancellation)
        where T : class
    {
        var step = new Step { Agent = Name, Time = clock.GetUtcNow(), Writes = [new StateWrite(key, value, expectedVersion)] };
        return await steps.CommitAsync(step, cancellation) == StepOutcome.Committed;
    }
}
