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

namespace Trading.Runtime.Reconciliation;

/// <summary>Makes the desk and its broker agree: books what was missed, says every difference, and halts on what nothing explains.</summary>
/// <remarks>
/// News is said into the inboxes and booked there, so a difference that would halt trading is looked at again; while messages wait it
/// is not concluded at all. What the broker does not tell is never taken for nothing being there.
/// </remarks>
public sealed partial class AccountReconciliation(
    IBroker broker, IReconciledDesk desk, IStepStore steps, string account, TimeProvider clock, ILogger<AccountReconciliation> log)
{
    /// <summary>How often what nothing explains is looked at before trading halts: the broker's answers are not of one moment.</summary>
    public const int MostLooks = 5;

    /// <summary>How far back the broker is asked for orders that have ended.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(7);

    private readonly AgreedOrders _agreed = new();

    /// <summary>By how many dollars the broker's cash differed from what is booked, the last time.</summary>
    private decimal? _cashDifference;

    /// <summary>What the last reconciliation found.</summary>
    public ImmutableArray<Difference> Differences { get; private set; } = [];

    /// <returns>Whether they agree, or what they differ in has been dealt with; false while that is not known.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var all = new List<Difference>();
        Difference[] stood = [];
        for (var look = 1; ; look++)
        {
            var seen = await LookAsync(cancellation);
            all.AddRange(seen.Differences.Where(one => !all.Contains(one)));
            if (seen.Told is null) return await FinishAsync(all, seen, cancellation);
            var isSettled = seen.Unseen == 0 && await desk.SettleAsync(cancellation);
            var stands = isSettled ? seen.Differences.Where(one => one.Halts).ToArray() : [];
            if ((isSettled && stands.Length == 0) || look == MostLooks)
            {
                // What a later look explained was only seen too early, and what the look before did not show may be of a fill of this moment.
                all.RemoveAll(one => one.Halts && !(stands.Contains(one) && stood.Contains(one)));
                return await FinishAsync(all, seen, cancellation) && isSettled && stands.All(all.Contains);
            }
            stood = stands;
            await desk.PauseAsync(cancellation);
        }
    }

    private async Task<Look> LookAsync(CancellationToken cancellation)
    {
        var since = clock.GetUtcNow() - LookBack;
        var orders = await broker.OrdersAsync(since, cancellation);
        if (!orders.IsDone) return Silent("orders", orders.Reason);
        var found = await BringNewsAsync(orders.Value, cancellation);
        await desk.SettleAsync(cancellation);

        orders = await broker.OrdersAsync(since, cancellation);
        var positions = await broker.PositionsAsync(cancellation);
        var told = await broker.AccountAsync(cancellation);
        if (!orders.IsDone) return Silent("orders", orders.Reason);
        if (!positions.IsDone) return Silent("positions", positions.Reason);
        if (told is not { IsDone: true, Value: { } has }) return Silent("account", told.Reason);
        var live = await desk.LiveAsync(cancellation);
        Portfolio? booked = null;
        if (live.Unseen == 0)
        {
            var portfolio = (await steps.LoadAsync<Portfolio>(new StateKey(Portfolio.Kind, account), cancellation)).Value;
            if (portfolio is not { IsKnown: true }) await RebuildAsync(live.Trades, orders.Value, cancellation);
            booked = portfolio is { IsKnown: true } ? portfolio : null;
            found.AddRange(Reconciler.CompareHoldings(account, [.. live.Trades.Where(trade => !trade.State.IsEnded())], orders.Value, positions.Value, booked?.Cash, has));
        }
        return new Look(found, orders.Value.Count(order => order.State is not { } state || !state.IsEnded()), positions.Value.Length, live.Unseen, has, booked);
    }

    /// <summary>Has told as news what the broker knows of orders and nobody here does.</summary>
    /// <returns>In what the orders differed.</returns>
    private async Task<List<Difference>> BringNewsAsync(ImmutableArray<BrokerOrder> listed, CancellationToken cancellation)
    {
        var live = await desk.LiveAsync(cancellation);
        var open = listed.RemoveAll(_agreed.Contains);
        var known = await KnownAsync(live, open, cancellation);
        // An order that has not told its state yet may be one that nothing seems to have placed.
        var found = Reconciler.CompareOrders(account, open, id => known.GetValueOrDefault(id)).Where(one => live.Unseen == 0 || !one.Halts).ToList();
        // Only what differs is told: news of what is settled would come to those who have forgotten it.
        var differing = found.Select(one => one.Subject).ToHashSet(StringComparer.Ordinal);
        var news = new List<(BrokerOrder Theirs, Order? Ours)>();
        foreach (var order in open)
            if (OrderId.TryParse(order.ClientOrderId, out var id, out _, out _) && differing.Contains(id.Value)) news.Add((order, known.GetValueOrDefault(id)));
        if (news.Count > 0)
            await desk.TickAsync(
                AgentNames.Orders, MessageId.From("sweep", clock.GetUtcNow().UtcTicks),
                (_, outbox) =>
                {
                    foreach (var (theirs, ours) in news) OrderExecutionAgent.OnFound(account, theirs, outbox, ours);
                    return ValueTask.CompletedTask;
                }, cancellation);
        foreach (var order in Reconciler.NotListed(live.Orders, listed))
            if (await SettleUnlistedAsync(order, cancellation) is { } lost) found.Add(lost);
        _agreed.Keep(listed, known.Values);
        return found;
    }

    /// <summary>The orders of the desk that the broker lists, ended ones included.</summary>
    private async Task<Dictionary<OrderId, Order>> KnownAsync(LifecyclesSeen live, ImmutableArray<BrokerOrder> listed, CancellationToken cancellation)
    {
        var known = live.Orders.ToDictionary(order => order.Id);
        foreach (var theirs in listed)
            if (OrderId.TryParse(theirs.ClientOrderId, out var id, out _, out _) && !known.ContainsKey(id) && await desk.FindEndedAsync(id, cancellation) is { } ended)
                known[id] = ended;
        return known;
    }

    /// <summary>An order is not concluded from its absence in a list: the broker is asked for it by its id.</summary>
    private async Task<Difference?> SettleUnlistedAsync(Order order, CancellationToken cancellation)
    {
        var answer = await broker.FindAsync(order.KnownClientOrderId, order.BrokerOrderId, cancellation);
        if (answer.Value is { } known)
            await desk.TickAsync(
                AgentNames.Orders, MessageId.From($"found {order.Id}", clock.GetUtcNow().UtcTicks),
                (_, found) =>
                {
                    OrderExecutionAgent.OnFound(account, known, found, order);
                    return ValueTask.CompletedTask;
                }, cancellation);
        if (answer.Outcome != BrokerOutcome.NotFound) return null;
        var outbox = Begin($"lost/{order.Id}");
        outbox.Say(EventNames.OrderCanceled, order.Id.Value, order.Ticket.Scope, new OrderCanceled(order.Id, order.Filled, "the broker does not have it"));
        await SayAsync(outbox, cancellation);
        return new Difference(DifferenceCode.OrderLost, order.Id.Value, order.Ticket.Scope, $"it is {order.State} here as {order.BrokerOrderId}, and the broker does not have it");
    }

    /// <summary>Tells the risk and position agents of what is held and what may still be bought, where the shared state has been lost. Doing it twice changes nothing.</summary>
    private async Task RebuildAsync(ImmutableArray<Trade> trades, ImmutableArray<BrokerOrder> listed, CancellationToken cancellation)
    {
        foreach (var trade in trades.Where(trade => trade.State == TradeState.Entering))
            await desk.TickAsync(AgentNames.Risk, MessageId.From($"rebuilt/{trade.Id}/reserved"), (agent, _) => ((RiskManagementAgent)agent).RestoreAsync(trade, cancellation), cancellation);
        foreach (var trade in trades.Where(trade => trade.EntryFilled > 0 && !trade.State.IsEnded()))
        {
            LogRebuilt(trade.Id.Value, trade.Held);
            foreach (var order in trade.Orders.Where(order => order.Filled > 0))
            {
                var theirs = listed.FirstOrDefault(one => one.ClientOrderId == order.Id.Value)
                    ?? (await broker.FindAsync(order.Id.Value, null, cancellation)).Value;
                var total = 0m;
                foreach (var fill in theirs?.Fills ?? [])
                {
                    total += fill.Quantity;
                    await TellAsync(trade, fill.ExecutionId, EventNames.OrderFilled, new OrderFilled(order.Id, fill, total), cancellation);
                }
            }
            if (trade.OpenedAt is { } openedAt)
                await TellAsync(
                    trade, "opened", EventNames.TradeOpened,
                    new TradeOpened(trade.Id, trade.Plan, trade.EntryFilled, trade.EntryValue / trade.EntryFilled, openedAt), cancellation);
        }
    }

    private async Task TellAsync(Trade trade, string what, EventName name, Payload data, CancellationToken cancellation)
    {
        var message = Message.First(
            MessageId.From($"rebuilt/{trade.Id}/{what}"), name, AgentNames.Reconciliation, clock.GetUtcNow(), trade.Id.Value, trade.Scope, data);
        foreach (var agentName in (string[])[AgentNames.Risk, AgentNames.Positions])
            await desk.TickAsync(agentName, message.Id, (agent, outbox) => agent.HandleAsync(message, outbox, cancellation), cancellation);
    }

    private async Task<bool> FinishAsync(List<Difference> found, Look seen, CancellationToken cancellation)
    {
        var known = Differences;
        Differences = [.. found];
        var outbox = Begin("reconciled");
        foreach (var difference in found)
        {
            // A broker that stays silent at the start is asked every second.
            if (!known.Contains(difference)) LogDifference(difference.Code, difference.Subject, difference.Detail);
            outbox.Say(EventNames.DifferenceFound, difference.Subject, difference.Scope, new DifferenceFound(difference.Code, difference.Detail, difference.Halts));
        }
        if (seen.Told is { } told) outbox.Say(EventNames.AccountReconciled, account, Scope.OfAccount(account), new AccountReconciled(seen.OpenOrders, seen.Positions, told.Cash, found.Count));
        if (found.Find(one => one.Halts) is { } why)
            outbox.Say(EventNames.HaltRequested, account, Scope.OfAccount(account), new HaltRequested(TradingState.Halted, Flatten: false, $"{why.Code} {why.Subject}: {why.Detail}"));
        await SayAsync(outbox, cancellation);
        // Where trades have not told yet, the account stays unknown, so that what they hold is told first.
        if (seen.Told is not { } has || seen.Unseen > 0) return false;
        has = ToBook(seen, has);
        await desk.TickAsync(
            AgentNames.Risk, MessageId.From("account", clock.GetUtcNow().UtcTicks),
            async (agent, said) =>
            {
                var risk = (RiskManagementAgent)agent;
                await risk.SetAccountAsync(account, has, said, cancellation);
                await risk.EvaluateAsync(said, cancellation);
            },
            cancellation);
        return true;
    }

    /// <summary>
    /// A fill shows in the broker's cash before its news is told, and would be counted again when that comes. So cash that differs is
    /// taken over when nothing else does, and it has differed by as much the time before. So are the proceeds of a sale in the buying
    /// power, once they have stood; what a purchase has cost is taken off at once.
    /// </summary>
    private BrokerAccount ToBook(Look seen, BrokerAccount told)
    {
        if (seen.Booked is not { } booked) return told;
        var (difference, before) = (told.Cash - booked.Cash, _cashDifference);
        _cashDifference = difference;
        if (difference != 0 && difference != before) return told with { Cash = booked.Cash, BuyingPower = Math.Min(told.BuyingPower, booked.BuyingPower) };
        return seen.Differences.All(one => one.Code == DifferenceCode.CashDiffers) ? told : told with { Cash = booked.Cash };
    }

    private Outbox Begin(string root)
    {
        var now = clock.GetUtcNow();
        var outbox = new Outbox(AgentNames.Reconciliation);
        outbox.Begin(MessageId.From(root, now.UtcTicks), now);
        return outbox;
    }

    private async Task SayAsync(Outbox outbox, CancellationToken cancellation) =>
        await steps.CommitAsync(new Step { Agent = AgentNames.Reconciliation, Time = outbox.Time, Said = [.. outbox.Messages] }, cancellation);

    private Look Silent(string what, string reason) =>
        new([new Difference(DifferenceCode.BrokerSilent, account, Scope.OfAccount(account), $"it did not tell its {what}: {reason}")], 0, 0, 0, null, null);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reconciliation: {Code} {Subject}: {Detail}")]
    private partial void LogDifference(DifferenceCode code, string subject, string detail);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The shared state is gone: {Trade} is told again, {Held} shares are held")]
    private partial void LogRebuilt(string trade, decimal held);

    private sealed record Look(IReadOnlyList<Difference> Differences, int OpenOrders, int Positions, int Unseen, BrokerAccount? Told, Portfolio? Booked);
}
