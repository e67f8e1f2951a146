using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.Runtime.Delivery;

namespace Trading.Simulation;

/// <summary>The way to the store: calls that do not come through, answers that do not come back, and a process that dies on the way.</summary>
internal sealed class FaultyWire(IStepStore store, IInboxes inboxes, World world, Process process) : IStepStore, IInboxes
{
    /// <summary>Called between what a step was decided on and its commit: another copy may be faster.</summary>
    public Action Deciding { get; init; } = static () => { };

    public ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
        where T : class
    {
        Reach("load");
        return store.LoadAsync<T>(key, cancellation);
    }

    public ValueTask<bool> IsHandledAsync(InboxEntry entry, CancellationToken cancellation)
    {
        Reach("is handled");
        return store.IsHandledAsync(entry, cancellation);
    }

    public async ValueTask<StepOutcome> CommitAsync(Step step, CancellationToken cancellation)
    {
        Deciding();
        Reach("commit");
        var outcome = await store.CommitAsync(step, cancellation);
        Return("commit");
        return outcome;
    }

    public async ValueTask<ImmutableArray<InboxEntry>> TakeNewAsync(string inbox, string consumer, int most, CancellationToken cancellation)
    {
        Reach("take");
        var taken = await inboxes.TakeNewAsync(inbox, consumer, most, cancellation);
        Return("take");
        return taken;
    }

    public async ValueTask<ImmutableArray<InboxEntry>> TakeOverdueAsync(
        string inbox, string consumer, RedeliveryPolicy policy, int most, CancellationToken cancellation)
    {
        Reach("take overdue");
        var taken = await inboxes.TakeOverdueAsync(inbox, consumer, policy, most, cancellation);
        Return("take overdue");
        return taken;
    }

    public async ValueTask BuryAsync(InboxEntry entry, string error, CancellationToken cancellation)
    {
        Reach("bury");
        await inboxes.BuryAsync(entry, error, cancellation);
        Return("bury");
    }

    public async ValueTask DropAsync(InboxEntry entry, CancellationToken cancellation)
    {
        Reach("drop");
        await inboxes.DropAsync(entry, cancellation);
        Return("drop");
    }

    private void Reach(string call)
    {
        process.MayDie();
        if (world.Faults.IsStoreGone || world.Faults.Strike(FaultKind.StoreFailsBefore)) throw new StoreGoneException(call);
    }

    private void Return(string call)
    {
        process.MayDie();
        if (world.Faults.Strike(FaultKind.StoreFailsAfter)) throw new StoreGoneException(call);
    }
}
