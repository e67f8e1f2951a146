using System.Collections.Immutable;
using Alpaca.Markets;
using Trading.Agents.Ports;
using Trading.Alpaca.Wire;
using Trading.Breakers;
using Trading.Orders;
using Trading.Runtime.Resilience;

namespace Trading.Alpaca.Orders;

/// <summary>Finds orders at Alpaca and reads them as the desk's, with their fills and attached orders.</summary>
internal sealed class OrderReader(IAlpacaTradingClient client, AlpacaCalls calls, LegNames names, UnknownWords words)
{
    /// <summary>The stable code of executions that were left out because there are too many.</summary>
    public const string ExecutionsCutCode = "ALPACA_EXECUTIONS_CUT";

    private const int MostOrders = 500;
    private const int MostActivities = 100;
    private const int MostPages = 50;

    // A stop that is trailed by hand is replaced once a bar.
    private const int MostSuccessors = 16;

    public ValueTask<BrokerAnswer<IOrder>> ByIdAsync(Guid id, CancellationToken cancellation) =>
        calls.AskAsync(CallClass.TradingRead, BrokerCall.Read, "find", token => client.GetOrderAsync(id, token), cancellation);

    /// <summary>Looks an order up by our id, or else by Alpaca's, and follows it to the one that took its place.</summary>
    public async ValueTask<BrokerAnswer<IOrder>> FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation)
    {
        var found = names.IdOf(clientOrderId) is { } leg
            ? await ByIdAsync(leg, cancellation)
            : await calls.AskAsync(CallClass.TradingRead, BrokerCall.Read, "find", token => client.GetOrderAsync(clientOrderId, token), cancellation);
        if (found.Outcome == BrokerOutcome.NotFound && Guid.TryParse(brokerOrderId, out var id)) found = await ByIdAsync(id, cancellation);
        if (found.Outcome == BrokerOutcome.NotFound) found = await FindLegAsync(clientOrderId, found, cancellation);
        return found.Value is { } order ? await FollowAsync(order, clientOrderId, cancellation) : found;
    }

    /// <summary>The order that took an order's place, and so on; the order itself when none did.</summary>
    public async ValueTask<BrokerAnswer<IOrder>> FollowAsync(IOrder order, string name, CancellationToken cancellation)
    {
        for (var hops = 0; order.ReplacedByOrderId is { } next && hops < MostSuccessors; hops++)
        {
            var found = await ByIdAsync(next, cancellation);
            if (found.Value is not { } successor) return found.Outcome == BrokerOutcome.NotFound ? BrokerAnswers.Failed<IOrder>(BrokerOutcome.NoAnswer, found.Code, found.Reason) : found;
            if (names.Of(successor) is null) names.Learn(successor.OrderId, name); // Alpaca put it there by itself
            name = names.Of(successor)!;
            order = successor;
        }
        return BrokerAnswers.Done(order);
    }

    /// <summary>Learns which of ours an order is that goes by a name of Alpaca's, from the list of its symbol's orders.</summary>
    public async ValueTask LearnAsync(IOrder order, CancellationToken cancellation)
    {
        var family = await ListAsync(
            new ListOrdersRequest { OrderStatusFilter = OrderStatusFilter.All, RollUpNestedOrders = true, LimitOrderNumber = MostOrders, OrderListSorting = SortDirection.Descending }
                .WithSymbol(order.Symbol), cancellation);
        if (family.IsDone)
            foreach (var parent in family.Value!) names.Learn(parent);
        if (names.Of(order) is null && order.ReplacesOrderId is { } before && await ByIdAsync(before, cancellation) is { Value: { } replaced } && names.Of(replaced) is { } name)
            names.Learn(order.OrderId, name);
    }

    public ValueTask<BrokerAnswer<IReadOnlyList<IOrder>>> ListAsync(ListOrdersRequest request, CancellationToken cancellation) =>
        calls.AskAsync(CallClass.TradingRead, BrokerCall.Read, "orders", token => client.ListOrdersAsync(request, token), cancellation);

    /// <summary>The executions of the account after a time, oldest first. A person is told where there are more than are read.</summary>
    /// <param name="from">From which end they are read: what lies beyond a bound is left out at the other.</param>
    public async ValueTask<BrokerAnswer<ImmutableArray<IAccountActivity>>> ExecutionsAsync(DateTimeOffset after, SortDirection from, CancellationToken cancellation)
    {
        var all = ImmutableArray.CreateBuilder<IAccountActivity>();
        string? page = null;
        for (var pages = 0; ; pages++)
        {
            if (pages == MostPages)
            {
                calls.Warn(ExecutionsCutCode, $"Since {after:u} there are more than {all.Count} executions; the {(from == SortDirection.Ascending ? "newest" : "oldest")} were not read. Fills that are missed so are looked up order by order.");
                break;
            }
            var request = new AccountActivitiesRequest(AccountActivityType.Fill) { Direction = from, PageSize = MostActivities, PageToken = page }
                .WithInterval(new Interval<DateTime>(after.UtcDateTime, null));
            var answer = await calls.AskAsync(CallClass.TradingRead, BrokerCall.Read, "activities", token => client.ListAccountActivitiesAsync(request, token), cancellation);
            if (!answer.IsDone) return BrokerAnswers.Failed<ImmutableArray<IAccountActivity>>(answer.Outcome, answer.Code, answer.Reason, answer.RetryAt);
            all.AddRange(answer.Value!);
            if (answer.Value!.Count < MostActivities) break;
            page = answer.Value[^1].ActivityId;
        }
        if (from == SortDirection.Descending) all.Reverse();
        return BrokerAnswers.Done(all.ToImmutable());
    }

    /// <summary>An order with all its fills, which take a call of their own.</summary>
    public async ValueTask<BrokerAnswer<BrokerOrder>> ReadAsync(IOrder order, string name, CancellationToken cancellation)
    {
        if (order.FilledQuantity == 0 && !order.Legs.Any(leg => leg.FilledQuantity > 0)) return BrokerAnswers.Done(Read(order, name, []));
        var chain = await BeforeAsync(order, cancellation);
        var first = chain[^1].SubmittedAtUtc ?? chain[^1].CreatedAtUtc ?? DateTime.UnixEpoch;
        var executions = await ExecutionsAsync(Executions.Utc(first).AddSeconds(-1), SortDirection.Ascending, cancellation);
        return executions.IsDone
            ? BrokerAnswers.Done(Read(order, name, executions.Value, [.. chain.Skip(1).Select(before => before.OrderId)]))
            : BrokerAnswers.Failed<BrokerOrder>(executions.Outcome, executions.Code, executions.Reason, executions.RetryAt);
    }

    /// <param name="replaced">The orders whose place it took: what they filled counts as its own.</param>
    public BrokerOrder Read(IOrder order, string name, ImmutableArray<IAccountActivity> executions, ImmutableArray<Guid> replaced = default)
    {
        names.Learn(order);
        var terms = TermsOf(order, name);
        var fills = Executions.Of(order.OrderId, terms.Side, executions);
        foreach (var before in replaced.IsDefault ? [] : replaced) fills = Executions.Of(before, terms.Side, executions).AddRange(fills);
        var unknown = words.Of(order.OrderId);
        return new BrokerOrder(
            order.OrderId.ToString(), name, unknown is null ? AlpacaStatuses.Of(order.OrderStatus, order.FilledQuantity, order.Quantity) : null,
            unknown ?? order.OrderStatus.ToString(), terms, order.FilledQuantity, fills, "", Executions.Utc(order.UpdatedAtUtc), order.ReplacedByOrderId?.ToString(),
            [.. order.Legs.Select(leg => Read(leg, names.Of(leg) ?? leg.ClientOrderId ?? leg.OrderId.ToString(), executions))]);
    }

    /// <summary>The terms of an order that goes by a name of ours.</summary>
    public static OrderTerms TermsOf(IOrder order, string name)
    {
        var terms = AlpacaTerms.Of(order);
        return OrderId.TryParse(name, out _, out _, out var role) ? terms with { Side = AlpacaTerms.SideOf(terms.Side.IsBuy(), role) } : terms;
    }

    /// <summary>The order and those whose place it took, the newest first, as far back as its own executions do not explain its fills.</summary>
    private async ValueTask<List<IOrder>> BeforeAsync(IOrder order, CancellationToken cancellation)
    {
        var chain = new List<IOrder> { order };
        while (chain[^1].ReplacesOrderId is { } before && chain.Count < MostSuccessors && await ByIdAsync(before, cancellation) is { Value: { FilledQuantity: > 0 } earlier })
            chain.Add(earlier);
        return chain;
    }

    /// <summary>An attached order whose name was not learnt, as after a restart: its parent's id follows from its own.</summary>
    private async ValueTask<BrokerAnswer<IOrder>> FindLegAsync(string clientOrderId, BrokerAnswer<IOrder> notFound, CancellationToken cancellation)
    {
        if (!OrderId.TryParse(clientOrderId, out var id, out var trade, out var role) || role is not (OrderRole.Stop or OrderRole.Target) || clientOrderId != id.Value) return notFound;
        var attempt = int.Parse(id.Value.AsSpan(id.Value.LastIndexOf('-') + 1), System.Globalization.CultureInfo.InvariantCulture);
        var entry = new OrderId(trade, OrderRole.Entry, attempt).Value;
        var parent = await calls.AskAsync(CallClass.TradingRead, BrokerCall.Read, "find", token => client.GetOrderAsync(entry, token), cancellation);
        if (parent.Value is not { } first) return parent.Outcome == BrokerOutcome.NotFound ? notFound : parent;
        var family = await ByIdAsync(first.OrderId, cancellation);
        if (family.Value is not { } whole) return family;
        names.Learn(whole);
        return names.IdOf(clientOrderId) is { } leg ? await ByIdAsync(leg, cancellation) : notFound;
    }
}
