using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.Orders;

namespace Trading.Simulation;

/// <summary>Sends an order again under another id when nobody answers, without looking it up.</summary>
internal sealed class ResendWithoutLookUp : Sabotage
{
    private int _again = 50;

    public override IBroker Wrap(IBroker broker) => new SabotagedBroker(broker, async (inner, ticket) =>
    {
        var answer = await inner.SubmitAsync(ticket, CancellationToken.None);
        if (answer.Outcome != BrokerOutcome.NoAnswer) return answer;
        var id = new OrderId(ticket.TradeId, ticket.Role, ++_again);
        var attached = ticket.Attached.Select(leg => leg with { Id = new OrderId(leg.TradeId, leg.Role, _again), Parent = id, Link = null });
        return await inner.SubmitAsync(ticket with { Id = id, Attached = [.. attached] }, CancellationToken.None);
    });
}

/// <summary>Leaves protective stops to the desk and never sends them.</summary>
internal sealed class ForgetStops : Sabotage
{
    public override IBroker Wrap(IBroker broker) => new SabotagedBroker(broker, (inner, ticket) => ticket.Role == OrderRole.Stop
        ? new(BrokerAnswers.Failed<BrokerOrder>(BrokerOutcome.NoAnswer, "", "never sent"))
        : inner.SubmitAsync(ticket with { Attached = [] }, CancellationToken.None));
}

/// <summary>Sizes orders of a role by the entry that was ordered, and not by what it filled.</summary>
internal sealed class SizedToOrder(OrderRole role) : Sabotage
{
    private readonly Dictionary<Trades.TradeId, decimal> _ordered = [];

    public override IBroker Wrap(IBroker broker) => new SabotagedBroker(broker, (inner, ticket) =>
    {
        if (ticket.Role == OrderRole.Entry) _ordered[ticket.TradeId] = ticket.Terms.Quantity;
        else if (ticket.Role == role && _ordered.TryGetValue(ticket.TradeId, out var quantity)) ticket = ticket with { Terms = ticket.Terms with { Quantity = quantity } };
        return inner.SubmitAsync(ticket, CancellationToken.None);
    });
}

/// <summary>Opens the last gate before the broker, halted or not.</summary>
internal sealed class IgnoreHalt : Sabotage
{
    public override IOpeningGate Wrap(IOpeningGate gate) => new OpenGate();

    private sealed class OpenGate : IOpeningGate
    {
        public ValueTask<string?> ClosedBecauseAsync(Messages.Scope scope, CancellationToken cancellation) => new((string?)null);
    }
}
