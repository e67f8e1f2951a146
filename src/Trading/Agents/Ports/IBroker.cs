using System.Collections.Immutable;
using Trading.Orders;

namespace Trading.Agents.Ports;

/// <summary>One account at one broker.</summary>
/// <remarks>
/// Expected failures are outcomes, never exceptions. A submit is never repeated inside an adapter. An order is known by our
/// client order id; brokers that keep none find it by the ids they gave.
/// </remarks>
public interface IBroker
{
    /// <summary>The account's name on the desk.</summary>
    string Account { get; }

    /// <summary>Sends an order with what is attached to it.</summary>
    ValueTask<BrokerAnswer<BrokerOrder>> SubmitAsync(OrderTicket ticket, CancellationToken cancellation);

    /// <summary>Asks for a cancel. Done means that the broker took the request, or that the order is canceled.</summary>
    ValueTask<BrokerAnswer<BrokerOrder>> CancelAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation);

    /// <summary>Asks for an order to be worked on other terms under a new client order id.</summary>
    ValueTask<BrokerAnswer<BrokerOrder>> ReplaceAsync(
        string clientOrderId, string? brokerOrderId, string newClientOrderId, OrderTerms terms, CancellationToken cancellation);

    /// <summary>Looks an order up; <see cref="BrokerOutcome.NotFound"/> only when the broker surely does not have it.</summary>
    ValueTask<BrokerAnswer<BrokerOrder>> FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation);

    /// <summary>All open orders, and those that ended at or after <paramref name="since"/> (UTC).</summary>
    ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> OrdersAsync(DateTimeOffset since, CancellationToken cancellation);

    ValueTask<BrokerAnswer<ImmutableArray<BrokerPosition>>> PositionsAsync(CancellationToken cancellation);

    ValueTask<BrokerAnswer<BrokerAccount>> AccountAsync(CancellationToken cancellation);
}
