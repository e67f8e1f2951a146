using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Trading.Runtime.Delivery;

namespace Trading.Simulation;

/// <summary>Takes entries out of their inbox before they are handled, as a trigger that acknowledges whatever comes of it.</summary>
internal sealed class AcknowledgeBeforeHandling : Sabotage
{
    public override IInboxes Wrap(IInboxes inboxes) => new SabotagedInboxes(inboxes, entry => inboxes.DropAsync(entry, CancellationToken.None));
}

/// <summary>Loses one message in three hundred between a step and its hearers.</summary>
internal sealed class LoseInboxEntry : Sabotage
{
    public override IStepStore Wrap(IStepStore store) => SabotagedStore.Changing(store, step =>
        !step.Said.IsEmpty && Dice.Below(300) == 0 ? step with { Said = step.Said.RemoveAt(0) } : step);
}

/// <summary>Stores the values of a step first and what it said afterwards, and now and then does not come to the second.</summary>
internal sealed class EffectsInTwoSteps : Sabotage
{
    public override IStepStore Wrap(IStepStore store) => new SabotagedStore(store, async (inner, step) =>
    {
        if (step.Writes.IsEmpty || step.Said.IsEmpty) return await inner.CommitAsync(step, CancellationToken.None);
        var outcome = await inner.CommitAsync(step with { Said = [] }, CancellationToken.None);
        if (outcome != StepOutcome.Committed) return outcome;
        if (Dice.Below(200) == 0) throw new StoreGoneException("commit");
        return await inner.CommitAsync(step with { Handled = null, Writes = [] }, CancellationToken.None);
    });
}

/// <summary>Reads the machine's own clock.</summary>
internal sealed class WallClock : Sabotage
{
    public override TimeProvider Wrap(TimeProvider clock) => new Leaking(clock);

    private sealed class Leaking(TimeProvider clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow().AddTicks(Stopwatch.GetTimestamp() % 9_973);
    }
}

/// <summary>Says things in the order of a hash table, which is another in every run.</summary>
internal sealed class UnorderedIteration : Sabotage
{
    public override IStepStore Wrap(IStepStore store) => SabotagedStore.Changing(store, step =>
        step.Said.Length < 2 ? step : step with { Said = [.. step.Said.OrderBy(RuntimeHelpers.GetHashCode)] });
}
