using Trading.Agents.Ports;

namespace Trading.FakeBrokers.Books;

/// <summary>What the book says to a request.</summary>
/// <param name="Code">One of the exchange's refusal codes (<see cref="Trading.Orders.RejectionCodes"/>), for a refusal.</param>
public readonly record struct BookAnswer(BrokerOutcome Outcome, BookOrder? Order, string Code, string Reason)
{
    public bool IsDone => Outcome == BrokerOutcome.Done;

    internal static BookAnswer Done(BookOrder order) => new(BrokerOutcome.Done, order, "", "");
}
