using Trading.Lifecycles;
using Trading.Orders;
using Trading.Tests.Trades;
using Trading.Trades;

namespace Trading.Tests.Lifecycles;

/// <summary>What must hold on any day, with a broker and a host that do their worst. The numbers are those of the design's invariants.</summary>
public class AnyDayTests
{
    private static readonly Gen<(byte[] Rolls, TradePlan Plan)> Days = Gen.Select(
        Gen.Byte.Array[0, 600],
        Gen.Int[0, 3].Select(which => new[] { TradeDesk.Bracket, TradeDesk.StopOnly, TradeDesk.Unprotected, TradeDesk.ShortBracket }[which]));

    [Fact]
    public void On_a_calm_day_nothing_is_offered_that_is_not_held_and_what_is_held_is_protected() => Days.Sample(
        day => Run(day.Rolls, day.Plan, isRough: false, desk => Assert.Equal(0, desk.Broker.Unavailable)), // 4
        iter: 2000);

    [Fact]
    public void On_a_rough_day_every_fill_is_booked_once_and_everything_comes_to_rest() => Days.Sample(
        day => Run(day.Rolls, day.Plan, isRough: true, desk =>
        {
            Assert.Equal((0m, 0m), (desk.Trade.Held, desk.Broker.Position));
            Assert.Equal(desk.Broker.Cash, desk.Trade.ProfitAndLoss);
            var booked = desk.Orders.SelectMany(order => order.Executions).Order();
            Assert.Equal(desk.Broker.Orders.SelectMany(order => order.Fills).Select(fill => fill.ExecutionId).Distinct().Order(), booked); // 2
        }),
        iter: 2000);

    private static void Run(byte[] rolls, TradePlan plan, bool isRough, Action<RandomDesk> then)
    {
        var desk = new RandomDesk(rolls, plan, isRough) { Checked = Check, Rested = CheckProtected };
        try
        {
            desk.RunWithFaults();
            desk.RunUntilSettled();
            CheckWay(desk.Trade.History, TradeState.Scanning, (from, to) => TradeTableTests.Moves.Contains((from, to)));
            foreach (var order in desk.Orders)
                CheckWay(order.History, OrderState.PendingSubmission, (from, to) => Enum.GetValues<OrderTrigger>().Any(happened => OrderTransitions.Next(from, happened) == to));
            then(desk);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"{error.Message}\n{string.Join('\n', desk.Log.Take(300))}", error);
        }
    }

    private static void Check(RandomDesk desk, Trade before, TradeAction[] asked)
    {
        var trade = desk.Trade;
        if (trade.State.IsEnded()) Assert.Equal(0, trade.Held); // 8
        foreach (var order in desk.Orders)
        {
            var executed = desk.Broker.Orders.Where(there => there.Ticket.Id == order.Id).SelectMany(there => there.Fills).DistinctBy(fill => fill.ExecutionId);
            Assert.Equal(executed.Where(fill => order.Executions.Contains(fill.ExecutionId)).Sum(fill => fill.Quantity), order.Filled); // 2
        }
        foreach (var action in asked)
            if (action is TradeAction.PlaceOrder { Ticket: { Role: not OrderRole.Entry } ticket }) CheckOffer(trade, ticket);
        if (trade.State is TradeState.Open or TradeState.Exiting or TradeState.Closed)
            foreach (var exit in trade.Orders.Where(order => order is { Role: OrderRole.Exit, IsLive: true, IsCancelOrdered: false }))
                Assert.True(exit.Terms.Quantity - exit.Filled <= Math.Abs(trade.Held), $"{exit.Id} is for more than the {trade.Held} held"); // 4
    }

    /// <summary>An open trade has its stop at the broker, or is about to do something about it.</summary>
    private static void CheckProtected(RandomDesk desk)
    {
        if (desk.Trade is not { State: TradeState.Open, StopPrice: not null } trade) return;
        var stop = desk.Broker.Orders.Find(order => order is { IsLive: true, Ticket.Role: OrderRole.Stop });
        Assert.True(stop?.Remaining >= Math.Abs(trade.Held) || desk.NextWake is not null, $"{trade.Held} are held without a stop"); // 3
    }

    /// <summary>With a new exit, never more is on offer than is held; of a pair only one side counts.</summary>
    private static void CheckOffer(Trade trade, OrderTicket ticket)
    {
        var offered = trade.Orders
            .Where(order => order.IsLive && order.Role != OrderRole.Entry && order.Id != ticket.Link)
            .Sum(order => order.Terms.Quantity - order.Filled);
        Assert.True(offered <= Math.Abs(trade.Held), $"{ticket.Id} puts {offered} on offer and {trade.Held} are held"); // 4
    }

    private static void CheckWay<TState>(History<TState> history, TState begin, Func<TState, TState, bool> isLegal)
        where TState : struct, Enum
    {
        var state = begin;
        foreach (var step in history)
        {
            Assert.Equal(state, step.From);
            Assert.True(isLegal(step.From, step.To), $"{step.From} to {step.To} is in no table"); // 9
            state = step.To;
        }
    }
}
