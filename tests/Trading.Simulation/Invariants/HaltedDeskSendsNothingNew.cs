using Trading.Agents.Ports;
using Trading.Orders;
using Trading.Risk;

namespace Trading.Simulation;

/// <summary>A halted desk sends nothing new: no entry leaves for the broker, and none is approved, while a stored halt holds it.</summary>
internal sealed class HaltedDeskSendsNothingNew : Invariant
{
    public override int Number => 7;

    public override string Name => "a halted desk sends nothing new";

    public override void OnSubmit(OrderTicket ticket)
    {
        if (!ticket.Terms.Side.IsOpening() || Truth.Find(ticket.Id) is { Taken: > 0 }) return;
        var portfolio = Store.Peek<Portfolio>(new StateKey(Portfolio.Kind, ticket.Scope.Account)) ?? Portfolio.Unknown(ticket.Scope.Account);
        if (portfolio.ClosedBecause(ticket.Scope) is { } closed) Violate($"{ticket.Id} was sent although the desk is {closed}", ticket.TradeId);
    }

    public override void OnPortfolio(Portfolio? before, Portfolio after)
    {
        if (before is null || after.Trades.Length <= before.Trades.Length) return;
        var newest = after.Trades[^1];
        if (newest.Reserved > 0 && before.Find(newest.Id) is null && after.ClosedBecause(new(World.Account, newest.Strategy, newest.Symbol)) is { } closed)
            Violate($"{newest.Id} was approved although the desk is {closed}", newest.Id);
    }
}
