using System.Collections.Immutable;
using Trading.Runtime.Delivery;

namespace Trading.Simulation;

/// <summary>Inboxes that do something to what they hand out.</summary>
internal sealed class SabotagedInboxes(IInboxes inner, Func<InboxEntry, ValueTask> onTaken) : IInboxes
{
    public async ValueTask<ImmutableArray<InboxEntry>> TakeNewAsync(string inbox, string consumer, int most, CancellationToken cancellation)
    {
        var taken = await inner.TakeNewAsync(inbox, consumer, most, cancellation);
        foreach (var entry in taken) await onTaken(entry);
        return taken;
    }

    public ValueTask<ImmutableArray<InboxEntry>> TakeOverdueAsync(string inbox, string consumer, RedeliveryPolicy policy, int most, CancellationToken cancellation) =>
        inner.TakeOverdueAsync(inbox, consumer, policy, most, cancellation);

    public ValueTask BuryAsync(InboxEntry entry, string error, CancellationToken cancellation) => inner.BuryAsync(entry, error, cancellation);

    public ValueTask DropAsync(InboxEntry entry, CancellationToken cancellation) => inner.DropAsync(entry, cancellation);
}
