using System.CommandLine;
using Trading.Runtime.Desks;

namespace Trading.Cli.Commands;

/// <summary>The commands that look at a desk or tell it what to do, from another terminal.</summary>
internal static class DeskCommands
{
    public static IEnumerable<Command> All(Terminal terminal)
    {
        yield return DeskQuestionCommand.Show<TradeView>(
            "trades", "The trades of a desk.", terminal, view => view.Trades,
            ("trade", trade => trade.Id), ("state", trade => trade.State), ("direction", trade => trade.Direction), ("held", trade => trade.Held),
            ("entry", trade => trade.Entry), ("stop", trade => trade.Stop), ("result", trade => trade.Result), ("since", trade => trade.Since));
        yield return DeskQuestionCommand.Show<OrderView>(
            "orders", "The open orders of a desk.", terminal, view => view.Orders,
            ("order", order => order.Id), ("state", order => order.State), ("side", order => order.Side), ("type", order => order.Type),
            ("quantity", order => order.Quantity), ("filled", order => order.Filled), ("broker's id", order => order.BrokerOrderId));
        yield return DeskQuestionCommand.Show<PositionView>(
            "positions", "What a desk holds.", terminal, view => view.Positions,
            ("symbol", position => position.Symbol), ("strategy", position => position.Strategy), ("quantity", position => position.Quantity),
            ("average price", position => position.AveragePrice), ("last price", position => position.Mark), ("open profit", position => position.OpenProfit));
        var breakers = DeskQuestionCommand.Show<BreakerView>(
            "breakers", "The circuit breakers between a desk and its brokers.", terminal, view => view.Breakers,
            ("breaker", breaker => breaker.Name), ("state", breaker => breaker.State), ("since", breaker => breaker.Since), ("open until", breaker => breaker.OpenUntil),
            ("calls", breaker => breaker.Calls), ("denials", breaker => breaker.Denials), ("trips", breaker => breaker.Trips), ("last trip", breaker => breaker.LastTrip));
        breakers.Subcommands.Add(DeskQuestionCommand.Reset(terminal));
        yield return breakers;
        yield return DeskQuestionCommand.Order("halt", "Have a desk open nothing new. What is held stays, with its stops.", terminal);
        yield return DeskQuestionCommand.Order("resume", "Let a desk trade again.", terminal);
        yield return DeskQuestionCommand.Order("flatten", "Halt a desk, cancel what is open and leave every trade.", terminal);
    }
}
