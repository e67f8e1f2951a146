using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Orders;
using Trading.Reconciliation;
using Trading.Risk;
using Trading.Runtime.Delivery;
using Trading.Trades;

namespace Trading.Runtime.Desks;

/// <content>Makes the desk and its broker agree, at the start and from time to time.</content>
public sealed partial class LocalDesk
{
    private const string ReconciliationName = AgentNames.Reconciliation;

    /// <summary>How often what nothing explains is looked at again before trading halts: the broker's answers are not of one moment.</summary>
    private const int MostLooks = 5;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    /// <summary>How far back the broker is asked for orders that have ended.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(7);

    /// <summary>What the last reconciliation found.</summary>
    public ImmutableArray<Difference> Differences { get; private set; } = [];

    /// <summary>Compares with the broker, books what was missed, and says every difference.</summary>
    /// <returns>False when the broker did not say what it has.</returns>
    public async Task<bool> ReconcileAsync(CancellationToken cancellation)
    {
        var all = new List<Difference>();
        for (var look = 1; ; look++)
        {
            var seen = await LookAsync(cancellation);
            all.AddRange(seen.Differences.Where(one => !all.Contains(one)));
            if (seen.IsSilent) return await FinishAsync(all, null, cancellation);
            if (!seen.Differences.Any(one => one.Halts) || look == MostLooks)
            {
                // What a later look explained was only seen too early.
                all.RemoveAll(one => one.Halts && !seen.Differences.Contains(one));
                return await FinishAsync(all, seen, cancellation);
            }
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellation);
        }
    }

    private async Task<Look> LookAsync(CancellationToken cancellation)
    {
        var orders = await Broker.OrdersAsync(Now - LookBack, cancellation);
        if (!orders.IsDone) return Silent("orders", orders.Reason);
        var found = new List<Difference>(Reconciler.CompareOrders(_account, orders.Value, FindOrder));
        if (found.Count > 0)
            await RunnerOf(AgentNames.Orders).TickAsync(
                MessageId.From("sweep", Now.UtcTicks), (agent, outbox) => ((OrderExecutionAgent)agent).SweepAsync(_account, Now - LookBack, outbox, cancellation), cancellation);
        foreach (var order in Reconciler.NotListed(_lifecycles.Orders, orders.Value))
            if (await SettleUnlistedAsync(order, cancellation) is { } lost) found.Add(lost);
        await RunUntilQuietAsync(cancellation);

        orders = await Broker.OrdersAsync(Now - LookBack, cancellation);
        var positions = await Broker.PositionsAsync(cancellation);
        var account = await Broker.AccountAsync(cancellation);
        if (!orders.IsDone || !positions.IsDone || account is not { IsDone: true, Value: { } told })
            return Silent("positions", positions.IsDone ? account.Reason : positions.Reason);
        var portfolio = (await Journal.LoadAsync<Portfolio>(new StateKey(Portfolio.Kind, _account), cancellation)).Value;
        var live = _lifecycles.Trades.Where(trade => !trade.State.IsEnded()).ToArray();
        found.AddRange(Reconciler.CompareHoldings(_account, live, orders.Value, positions.Value, portfolio is { IsKnown: true } ? portfolio.Cash : null, told));
        return new Look(found, orders.Value.Count(order => order.State is not { } state || !state.IsEnded()), positions.Value.Length, told);
    }

    /// <summary>An order is not concluded from its absence in a list: the broker is asked for it by its id.</summary>
    private async Task<Difference?> SettleUnlistedAsync(Order order, CancellationToken cancellation)
    {
        var answer = await Broker.FindAsync(order.ClientOrderId, order.BrokerOrderId, cancellation);
        if (answer.Outcome != BrokerOutcome.NotFound) return null; // its look-up brings the news, or nothing is known
        var data = new OrderCanceled(order.Id, order.Filled, "the broker does not have it");
        await SayAsync(EventNames.OrderCanceled, order.Ticket.Scope, order.Id.Value, data, cancellation);
        return new Difference(DifferenceCode.OrderLost, order.Id.Value, order.Ticket.Scope, $"it is {order.State} here as {order.BrokerOrderId}, and the broker does not have it");
    }

    private async Task<bool> FinishAsync(List<Difference> found, Look? seen, CancellationToken cancellation)
    {
        Differences = [.. found];
        var now = Now;
        var outbox = new Outbox(ReconciliationName);
        outbox.Begin(MessageId.From("reconciled", now.UtcTicks), now);
        foreach (var difference in found)
        {
            LogDifference(difference.Code, difference.Subject, difference.Detail);
            outbox.Say(EventNames.DifferenceFound, difference.Subject, difference.Scope, new DifferenceFound(difference.Code, difference.Detail, difference.Halts));
        }
        if (seen?.Told is { } told) outbox.Say(EventNames.AccountReconciled, _account, Scope.OfAccount(_account), new AccountReconciled(seen.OpenOrders, seen.Positions, told.Cash, found.Count));
        if (found.Find(one => one.Halts) is { } why)
            outbox.Say(EventNames.HaltRequested, _account, Scope.OfAccount(_account), new HaltRequested(TradingState.Halted, Flatten: false, $"{why.Code} {why.Subject}: {why.Detail}"));
        await Journal.CommitAsync(new Step { Agent = ReconciliationName, Time = now, Said = [.. outbox.Messages] }, cancellation);
        if (seen?.Told is not { } account) return false;
        await RunnerOf(AgentNames.Risk).TickAsync(
            MessageId.From("account", now.UtcTicks), (agent, said) => ((RiskManagementAgent)agent).SetAccountAsync(_account, account, said, cancellation), cancellation);
        await RunUntilQuietAsync(cancellation);
        return true;
    }

    private Order? FindOrder(OrderId id)
    {
        if (_lifecycles.FindInMemory(id) is { } order) return order;
        return OrderId.TryParse(id.Value, out _, out var trade, out _) && _lifecycles.Find(trade, out var orders) is not null ? orders.FirstOrDefault(one => one.Id == id) : null;
    }

    private Look Silent(string what, string reason) =>
        new([new Difference(DifferenceCode.BrokerSilent, _account, Scope.OfAccount(_account), $"it did not tell its {what}: {reason}")], 0, 0, null);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reconciliation: {Code} {Subject}: {Detail}")]
    private partial void LogDifference(DifferenceCode code, string subject, string detail);

    private sealed record Look(IReadOnlyList<Difference> Differences, int OpenOrders, int Positions, BrokerAccount? Told)
    {
        public bool IsSilent => Told is null;
    }
}
