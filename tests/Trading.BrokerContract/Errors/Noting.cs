using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.Orders;

namespace Trading.BrokerContract.Errors;

/// <summary>A broker whose answers are noted.</summary>
internal sealed class Noting(IBroker broker) : IBroker
{
    public List<(BrokerOutcome Outcome, string Code, DateTimeOffset? RetryAt)> Answers { get; } = [];

    public string Account => broker.Account;

    public ValueTask<BrokerAnswer<BrokerOrder>> SubmitAsync(OrderTicket ticket, CancellationToken cancellation) => NoteAsync(broker.SubmitAsync(ticket, cancellation));

    public ValueTask<BrokerAnswer<BrokerOrder>> CancelAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
        NoteAsync(broker.CancelAsync(clientOrderId, brokerOrderId, cancellation));

    public ValueTask<BrokerAnswer<BrokerOrder>> ReplaceAsync(
        string clientOrderId, string? brokerOrderId, string newClientOrderId, OrderTerms terms, CancellationToken cancellation) =>
        NoteAsync(broker.ReplaceAsync(clientOrderId, brokerOrderId, newClientOrderId, terms, cancellation));

    public ValueTask<BrokerAnswer<BrokerOrder>> FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
        NoteAsync(broker.FindAsync(clientOrderId, brokerOrderId, cancellation));

    public ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> OrdersAsync(DateTimeOffset since, CancellationToken cancellation) => NoteAsync(broker.OrdersAsync(since, cancellation));

    public ValueTask<BrokerAnswer<ImmutableArray<BrokerPosition>>> PositionsAsync(CancellationToken cancellation) => NoteAsync(broker.PositionsAsync(cancellation));

    public ValueTask<BrokerAnswer<BrokerAccount>> AccountAsync(CancellationToken cancellation) => NoteAsync(broker.AccountAsync(cancellation));

    private async ValueTask<BrokerAnswer<T>> NoteAsync<T>(ValueTask<BrokerAnswer<T>> asking)
    {
        var answer = await asking;
        Answers.Add((answer.Outcome, answer.Code, answer.RetryAt));
        return answer;
    }
}
