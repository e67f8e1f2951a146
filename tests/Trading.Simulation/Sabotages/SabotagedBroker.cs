using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.Orders;

namespace Trading.Simulation;

/// <summary>A broker adapter that does something else with submits than it is asked to.</summary>
internal sealed class SabotagedBroker(IBroker inner, Func<IBroker, OrderTicket, ValueTask<BrokerAnswer<BrokerOrder>>> submit) : IBroker
{
    public string Account => inner.Account;

    public ValueTask<BrokerAnswer<BrokerOrder>> SubmitAsync(OrderTicket ticket, CancellationToken cancellation) => submit(inner, ticket);

    public ValueTask<BrokerAnswer<BrokerOrder>> CancelAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
        inner.CancelAsync(clientOrderId, brokerOrderId, cancellation);

    public ValueTask<BrokerAnswer<BrokerOrder>> ReplaceAsync(
        string clientOrderId, string? brokerOrderId, string newClientOrderId, OrderTerms terms, CancellationToken cancellation) =>
        inner.ReplaceAsync(clientOrderId, brokerOrderId, newClientOrderId, terms, cancellation);

    public ValueTask<BrokerAnswer<BrokerOrder>> FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
        inner.FindAsync(clientOrderId, brokerOrderId, cancellation);

    public ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> OrdersAsync(DateTimeOffset since, CancellationToken cancellation) => inner.OrdersAsync(since, cancellation);

    public ValueTask<BrokerAnswer<ImmutableArray<BrokerPosition>>> PositionsAsync(CancellationToken cancellation) => inner.PositionsAsync(cancellation);

    public ValueTask<BrokerAnswer<BrokerAccount>> AccountAsync(CancellationToken cancellation) => inner.AccountAsync(cancellation);
}
