using System.Collections.Frozen;
using Trading.MarketData;
using Trading.Orders;

namespace Trading.Runtime.Exchange;

/// <summary>Refuses what would open or add to a position in the listed symbols; closing them stays possible.</summary>
public sealed class SymbolScreen(IEnumerable<Symbol> closedToOpening) : IOrderScreen
{
    private readonly FrozenSet<Symbol> _closed = closedToOpening.ToFrozenSet();

    public Refusal? Refuse(OrderTicket ticket) => ticket.Terms.Side.IsOpening() && _closed.Contains(ticket.Scope.Symbol)
        ? new Refusal(RejectionCodes.BrokerRefused, $"{ticket.Scope.Symbol} may only be closed")
        : null;
}
