using Trading.Agents.Ports;
using Trading.Runtime.Delivery;

namespace Trading.Simulation;

/// <summary>A store that changes steps before they are stored.</summary>
internal sealed class SabotagedStore(IStepStore inner, Func<IStepStore, Step, ValueTask<StepOutcome>> commit) : IStepStore
{
    public ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
        where T : class => inner.LoadAsync<T>(key, cancellation);

    public ValueTask<bool> IsHandledAsync(InboxEntry entry, CancellationToken cancellation) => inner.IsHandledAsync(entry, cancellation);

    public ValueTask<StepOutcome> CommitAsync(Step step, CancellationToken cancellation) => commit(inner, step);

    /// <summary>One that stores another step in the place of each.</summary>
    public static SabotagedStore Changing(IStepStore inner, Func<Step, Step> change) =>
        new(inner, (store, step) => store.CommitAsync(change(step), CancellationToken.None));

    /// <summary>One that stores other values in the place of those of a type.</summary>
    public static SabotagedStore Rewriting<T>(IStepStore inner, Func<T, T> rewrite)
        where T : class => Changing(inner, step =>
    {
        if (step.Writes.IsEmpty) return step;
        var writes = step.Writes;
        for (var i = 0; i < writes.Length; i++)
            if (writes[i].Value is T value) writes = writes.SetItem(i, writes[i] with { Value = rewrite(value) });
        return step with { Writes = writes };
    });
}
