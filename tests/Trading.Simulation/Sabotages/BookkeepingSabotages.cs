using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Lifecycles;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Runtime.Delivery;
using Trading.Runtime.Lifecycles;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>Passes over fills of orders that have ended.</summary>
internal sealed class ForgetLateFill : Sabotage
{
    public override IAgent Wrap(IAgent agent, IStateStore state) => agent is not StoredLifecycles ? agent : new SabotagedAgent(agent, async (inner, message, outbox) =>
    {
        if (message.Data is OrderExecuted executed
            && (await state.LoadAsync<Order>(LifecycleKeys.KeyOf(executed.OrderId), CancellationToken.None)).Value is { } order
            && order.State is OrderState.Canceled or OrderState.Expired or OrderState.Rejected && !order.Executions.Contains(executed.Fill.ExecutionId)) return;
        await inner.HandleAsync(message, outbox, CancellationToken.None);
    });
}

/// <summary>Takes one fill in thirty for two.</summary>
internal sealed class BookFillTwice : Sabotage
{
    public override IAgent Wrap(IAgent agent, IStateStore state) => agent is not StoredLifecycles ? agent : new SabotagedAgent(agent, async (inner, message, outbox) =>
    {
        await inner.HandleAsync(message, outbox, CancellationToken.None);
        if (message.Data is not OrderPartiallyFilled executed || Dice.Below(30) > 0) return;
        var again = executed with { Fill = executed.Fill with { ExecutionId = executed.Fill.ExecutionId + "+" } };
        await inner.HandleAsync(message with { Data = again }, outbox, CancellationToken.None);
    });
}

/// <summary>Keeps the portfolio's cash without fees.</summary>
internal sealed class IgnoreFees : Sabotage
{
    public override IAgent Wrap(IAgent agent, IStateStore state) => agent is not RiskManagementAgent ? agent : new SabotagedAgent(agent, (inner, message, outbox) =>
    {
        var heard = message.Data switch
        {
            OrderFilled filled => message with { Data = filled with { Fill = filled.Fill with { Fee = 0 } } },
            OrderPartiallyFilled part => message with { Data = part with { Fill = part.Fill with { Fee = 0 } } },
            _ => message,
        };
        return inner.HandleAsync(heard, outbox, CancellationToken.None);
    });
}

/// <summary>Releases with one reservation that of another trade.</summary>
internal sealed class ReleaseReservationTwice : Sabotage
{
    private readonly HashSet<TradeId> _released = [];

    public override IStepStore Wrap(IStepStore store) => SabotagedStore.Rewriting<Portfolio>(store, portfolio =>
    {
        foreach (var ended in portfolio.EndedTrades)
        {
            if (!_released.Add(ended.Id)) continue;
            foreach (var trade in portfolio.Trades)
                if (trade.Held == 0) return portfolio with { Trades = portfolio.Trades.Remove(trade) };
        }
        return portfolio;
    });
}

/// <summary>Approves twice the shares that the limits allow.</summary>
internal sealed class ApproveTwice : Sabotage
{
    public override IStepStore Wrap(IStepStore store) => SabotagedStore.Changing(store, step =>
    {
        for (var i = 0; i < step.Said.Length; i++)
            if (step.Said[i].Data is TradeApproved approved)
                return step with { Said = step.Said.SetItem(i, step.Said[i] with { Data = approved with { Quantity = approved.Quantity * 2 } }) };
        return step;
    });
}

/// <summary>Calls one exit in twenty done as soon as it is begun.</summary>
internal sealed class EndWithShares : Sabotage
{
    public override IStepStore Wrap(IStepStore store) => SabotagedStore.Rewriting<Trade>(store, trade =>
        trade is { State: TradeState.Exiting, History.Last: { } last } && trade.Held != 0 && Dice.Below(20) == 0
            ? trade with
            {
                State = TradeState.Closed,
                Deadline = null,
                History = trade.History.Append(last with { From = TradeState.Exiting, To = TradeState.Closed, Event = "flat" }),
            }
            : trade);
}

/// <summary>Leaves the approval out of one history in ten.</summary>
internal sealed class SkipTransition : Sabotage
{
    public override IStepStore Wrap(IStepStore store) => SabotagedStore.Rewriting<Trade>(store, trade =>
        trade is { State: TradeState.Entering, History: { Last: { From: TradeState.Approved } last, Earlier.Earlier: { } before } } && Dice.Below(10) == 0
            ? trade with { History = before.Append(last with { From = TradeState.Signaled }) }
            : trade);
}
