using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Orders;

namespace Trading.Tests.Agents;

/// <summary>A broker that answers what it was told to, call by call, and keeps what it was asked.</summary>
internal sealed class ScriptedBroker : IBroker
{
    public static readonly DateTimeOffset Now = new(2026, 8, 21, 14, 0, 0, TimeSpan.Zero);

    private readonly Queue<BrokerAnswer<BrokerOrder>> _answers = [];

    public string Account => "paper";
    public List<string> Asked { get; } = [];
    public ImmutableArray<BrokerOrder> All { get; set; } = [];
    public BrokerOutcome? SweepFails { get; set; }

    public ScriptedBroker Answers(params ReadOnlySpan<BrokerAnswer<BrokerOrder>> answers)
    {
        foreach (var answer in answers) _answers.Enqueue(answer);
        return this;
    }

    public static BrokerAnswer<BrokerOrder> Done(BrokerOrder? order = null) => order is null ? new(BrokerOutcome.Done, null, "", "", null) : BrokerAnswers.Done(order);

    public static BrokerAnswer<BrokerOrder> Fails(BrokerOutcome outcome) => BrokerAnswers.Failed<BrokerOrder>(outcome, "", "no");

    /// <summary>An order as the broker has it, with all it filled in one execution.</summary>
    public static BrokerOrder Order(string clientOrderId, OrderTerms terms, OrderState? state = OrderState.Accepted, decimal filled = 0, string brokerId = "B1") => new(
        brokerId, clientOrderId, state, $"{state}", terms, filled,
        filled == 0 ? [] : [new Fill($"{brokerId}-1", terms.Side, filled, Price.Parse("100"), 0, Now)], state == OrderState.Rejected ? "no" : "", Now, null, []);

    public ValueTask<BrokerAnswer<BrokerOrder>> SubmitAsync(OrderTicket ticket, CancellationToken cancellation) => Next($"submit {ticket.Id}");

    public ValueTask<BrokerAnswer<BrokerOrder>> CancelAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
        Next($"cancel {clientOrderId} {brokerOrderId}");

    public ValueTask<BrokerAnswer<BrokerOrder>> ReplaceAsync(
        string clientOrderId, string? brokerOrderId, string newClientOrderId, OrderTerms terms, CancellationToken cancellation) =>
        Next($"replace {clientOrderId} {brokerOrderId} by {newClientOrderId}");

    public ValueTask<BrokerAnswer<BrokerOrder>> FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
        Next($"find {clientOrderId} {brokerOrderId}");

    public ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> OrdersAsync(DateTimeOffset since, CancellationToken cancellation) =>
        new(SweepFails is { } outcome ? BrokerAnswers.Failed<ImmutableArray<BrokerOrder>>(outcome, "", "no") : BrokerAnswers.Done(All));

    public ValueTask<BrokerAnswer<ImmutableArray<BrokerPosition>>> PositionsAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask<BrokerAnswer<BrokerAccount>> AccountAsync(CancellationToken cancellation) => throw new NotSupportedException();

    private ValueTask<BrokerAnswer<BrokerOrder>> Next(string asked)
    {
        Asked.Add(asked.TrimEnd());
        return new(_answers.Dequeue());
    }
}
