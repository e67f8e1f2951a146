using Trading.Agents.Ports;

namespace Trading.Runtime.Brokers.Schwab.Orders;

/// <summary>The journal of what was sent to Schwab under which id of ours, both ways, in the desk's state store.</summary>
/// <remarks>
/// An order at Schwab belongs to one of ours at most: it is claimed under its id first, and whoever comes second sees that it is
/// taken. A crash between the two writes leaves a claim that its owner finds again.
/// </remarks>
internal sealed class SchwabOrderLinks(IStateStore store, string account)
{
    private const string LinkKind = "schwab-order";
    private const string NameKind = "schwab-order-name";
    private const int MostTries = 20;

    public async ValueTask<SchwabOrderLink?> FindAsync(string clientOrderId, CancellationToken cancellation) =>
        (await store.LoadAsync<SchwabOrderLink>(KeyOf(LinkKind, clientOrderId), cancellation)).Value;

    /// <summary>Our id of an order at Schwab, or null when it is none that we know.</summary>
    public async ValueTask<string?> NameOfAsync(string brokerOrderId, CancellationToken cancellation) =>
        (await store.LoadAsync<SchwabOrderName>(KeyOf(NameKind, brokerOrderId), cancellation)).Value?.ClientOrderId;

    /// <summary>Changes what is known of an order, or begins it.</summary>
    public async ValueTask<SchwabOrderLink> ChangeAsync(string clientOrderId, Func<SchwabOrderLink?, SchwabOrderLink> change, CancellationToken cancellation)
    {
        var key = KeyOf(LinkKind, clientOrderId);
        for (var i = 0; i < MostTries; i++)
        {
            var (known, version) = await store.LoadAsync<SchwabOrderLink>(key, cancellation);
            var next = change(known);
            if (next == known || await store.TrySaveAsync(key, next, version, cancellation)) return next;
        }
        throw new InvalidOperationException($"The record of order {clientOrderId} was changed by others {MostTries} times in a row.");
    }

    /// <summary>Makes an order at Schwab one of ours. False when it is another of ours already.</summary>
    public async ValueTask<bool> TryClaimAsync(string clientOrderId, string brokerOrderId, CancellationToken cancellation)
    {
        var key = KeyOf(NameKind, brokerOrderId);
        if (!await store.TrySaveAsync(key, new SchwabOrderName(clientOrderId), 0, cancellation)
            && await NameOfAsync(brokerOrderId, cancellation) != clientOrderId) return false;
        await ChangeAsync(
            clientOrderId,
            link => link! with { BrokerOrderId = brokerOrderId, Hint = null, IsUnanswered = false },
            cancellation);
        return true;
    }

    private StateKey KeyOf(string kind, string id) => new(kind, $"{account}/{id}");
}
