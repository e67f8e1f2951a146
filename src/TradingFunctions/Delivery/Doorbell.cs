using System.Collections.Frozen;
using System.Threading.Channels;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Delivery;

namespace TradingFunctions.Delivery;

/// <summary>Rings in this process for each entry that the process itself put into an inbox, so that nobody waits for a trigger to look.</summary>
/// <remarks>
/// A ring may be lost, with the process or where too many wait: the entry lies in its stream, where its trigger, this instance's or
/// another's, and then the sweep find it.
/// </remarks>
public sealed class Doorbell
{
    /// <summary>How many rings of an inbox may wait; more are dropped.</summary>
    public const int MostWaiting = 1024;

    private readonly FrozenDictionary<string, Channel<string>> _rings = InboxRoutes.Desk.Inboxes.ToFrozenDictionary(
        inbox => inbox, _ => Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite }), StringComparer.Ordinal);

    /// <summary>Never waits.</summary>
    /// <remarks>
    /// Not for an order that rests on another's fill: beginning it would take from the storage what its parent needs, which is on its
    /// way to the broker. Its trigger finds it some milliseconds later.
    /// </remarks>
    public void Ring(Message message, string inbox, string entryId)
    {
        if (message.Data is not OrderPlaced { Ticket.Parent: not null }) _rings[inbox].Writer.TryWrite(entryId);
    }

    /// <summary>The entries that were rung for, each told to one reader.</summary>
    public IAsyncEnumerable<string> RingsOf(string inbox, CancellationToken cancellation) => _rings[inbox].Reader.ReadAllAsync(cancellation);
}
