using System.Collections.Immutable;
using Alpaca.Markets;
using Trading.Agents.Ports;
using Trading.Alpaca.Orders;
using Trading.Alpaca.Wire;
using Trading.Breakers;
using Trading.MarketData;
using Trading.Orders;
using Trading.Runtime.Brokers;
using Trading.Runtime.Resilience;

namespace Trading.Alpaca;

/// <summary>One account at Alpaca.</summary>
/// <remarks>
/// Every call passes the account's pipelines, so it is not to be wrapped in a <see cref="GuardedBroker"/>. What maps to what is
/// in docs/alpaca.md. Safe for several threads.
/// </remarks>
public sealed class AlpacaBroker : IBroker, IDisposable
{
    private const int MostOrders = 500;
    private const int MostLookUps = 50;

    // Alpaca filters ended orders by when they were submitted, not by when they ended.
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(3);

    private readonly AlpacaSettings _settings;
    private readonly IAlpacaTradingClient _client;
    private readonly AlpacaCalls _calls;
    private readonly OrderReader _orders;
    private readonly LegNames _names;
    private readonly Lock _lock = new();
    private ImmutableHashSet<Guid> _open = [];
    private ImmutableHashSet<Guid> _strangers = [];

    internal AlpacaBroker(AlpacaSettings settings, IAlpacaTradingClient client, AlpacaCalls calls, OrderReader orders, LegNames names)
    {
        _settings = settings;
        _client = client;
        _calls = calls;
        _orders = orders;
        _names = names;
    }

    public string Account => _settings.Account;

    /// <inheritdoc/>
    /// <remarks>A stop and a target are attached as a bracket or an OTO; those that Alpaca cannot attach are told as canceled.</remarks>
    public async ValueTask<BrokerAnswer<BrokerOrder>> SubmitAsync(OrderTicket ticket, CancellationToken cancellation)
    {
        if (ticket.Scope.Account != Account)
            throw new ArgumentException($"{ticket.Id} is for account '{ticket.Scope.Account}' and was sent to '{Account}'.", nameof(ticket));
        if (ticket.Problem() is { } problem) return BrokerAnswers.Refused<BrokerOrder>(RejectionCodes.InvalidOrder, problem);
        var plan = AttachedPlan.For(ticket);
        var request = AlpacaTerms.Request(ticket, plan);
        var answer = await _calls.AskAsync(CallClass.OrderWrite, BrokerCall.Submit, "submit", token => _client.PostOrderAsync(request, token), cancellation);
        if (answer.Value is { } order)
        {
            _names.Learn(order, plan);
            return await WithNotSentAsync(order, ticket, plan, cancellation);
        }
        if (answer.Outcome != BrokerOutcome.AlreadyExists) return Failed<IOrder, BrokerOrder>(answer);
        var known = await FindAsync(ticket.Id.Value, null, cancellation);
        return known.IsDone ? BrokerAnswers.AlreadyExists(known.Value!) : known with { Outcome = BrokerOutcome.AlreadyExists };
    }

    /// <inheritdoc/>
    /// <remarks>Done means that Alpaca took the request; the order ends by news of its own.</remarks>
    public async ValueTask<BrokerAnswer<BrokerOrder>> CancelAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation)
    {
        if (Guid.TryParse(brokerOrderId, out var id) || _names.IdOf(clientOrderId) is { } leg && (id = leg) != default)
        {
            var answer = await CancelAsync(id, cancellation);
            if (answer.Outcome is not (BrokerOutcome.NoLongerOpen or BrokerOutcome.NotFound)) return answer.IsDone ? TakenToCancel : Failed<bool, BrokerOrder>(answer);
        }
        // The id is not known, or what had it was replaced.
        var found = await _orders.FindAsync(clientOrderId, brokerOrderId, cancellation);
        if (found.Value is not { } order) return Failed<IOrder, BrokerOrder>(found);
        if (order.OrderId != id)
        {
            var answer = await CancelAsync(order.OrderId, cancellation);
            if (answer.IsDone) return TakenToCancel;
            if (answer.Outcome != BrokerOutcome.NoLongerOpen) return Failed<bool, BrokerOrder>(answer);
        }
        var read = await _orders.ReadAsync(order, _names.Of(order) ?? clientOrderId, cancellation);
        return new(BrokerOutcome.NoLongerOpen, read.Value, "", "the order is no longer open", null);
    }

    public async ValueTask<BrokerAnswer<BrokerOrder>> ReplaceAsync(
        string clientOrderId, string? brokerOrderId, string newClientOrderId, OrderTerms terms, CancellationToken cancellation)
    {
        if (terms.Problem() is { } problem) return BrokerAnswers.Refused<BrokerOrder>(RejectionCodes.InvalidOrder, problem);
        var found = await _orders.FindAsync(clientOrderId, brokerOrderId, cancellation);
        if (found.Value is not { } order) return Failed<IOrder, BrokerOrder>(found);
        if (order.ClientOrderId == newClientOrderId)
        {
            var made = await _orders.ReadAsync(order, newClientOrderId, cancellation);
            return made.IsDone ? BrokerAnswers.AlreadyExists(made.Value!) : made;
        }
        if (IsLater(_names.Of(order) ?? order.ClientOrderId, newClientOrderId))
        {
            var later = await _orders.ReadAsync(order, _names.Of(order) ?? order.ClientOrderId!, cancellation);
            return new(BrokerOutcome.NoLongerOpen, later.Value, "", $"a later replacement has taken the place of {clientOrderId}", null);
        }
        var (request, refusal) = AlpacaTerms.Change(order, newClientOrderId, terms);
        if (request is null) return BrokerAnswers.Refused<BrokerOrder>(RejectionCodes.InvalidOrder, $"{clientOrderId}: {refusal}");
        var answer = await _calls.AskAsync(CallClass.OrderWrite, BrokerCall.Replace, "replace", token => _client.PatchOrderAsync(request, token), cancellation);
        if (answer.Value is { } next) return await _orders.ReadAsync(next, newClientOrderId, cancellation) is { IsDone: true } read ? read : BrokerAnswers.Done(_orders.Read(next, newClientOrderId, []));
        if (answer.Outcome is not (BrokerOutcome.AlreadyExists or BrokerOutcome.NoLongerOpen)) return Failed<IOrder, BrokerOrder>(answer);
        var known = await FindAsync(answer.Outcome == BrokerOutcome.AlreadyExists ? newClientOrderId : clientOrderId, brokerOrderId, cancellation);
        return known with { Outcome = answer.Outcome, Code = answer.Code, Reason = answer.Reason };
    }

    /// <inheritdoc/>
    /// <remarks>An id that was replaced finds the order that took its place, under that one's ids.</remarks>
    public async ValueTask<BrokerAnswer<BrokerOrder>> FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation)
    {
        var found = await _orders.FindAsync(clientOrderId, brokerOrderId, cancellation);
        if (found.Value is not { } order) return Failed<IOrder, BrokerOrder>(found);
        if (order.Legs.Count == 0 && OrderId.TryParse(order.ClientOrderId, out _, out _, out var role) && role == OrderRole.Entry
            && await _orders.ByIdAsync(order.OrderId, cancellation) is { Value: { } whole })
        {
            order = whole; // a look-up by our id leaves out what is attached
            _names.Learn(order);
        }
        return await _orders.ReadAsync(order, _names.Of(order) ?? clientOrderId, cancellation);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Attached orders stand among the others, under our names. Orders that ended are found by their submission in the last days, by
    /// their fills, and by their having been open when this was asked before.
    /// </remarks>
    public async ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> OrdersAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        var recent = await _orders.ListAsync(Listing(OrderStatusFilter.All, nested: true).WithInterval(new Interval<DateTime>((since - LookBack).UtcDateTime, null)), cancellation);
        if (recent.Value is not { } families) return Failed<IReadOnlyList<IOrder>, ImmutableArray<BrokerOrder>>(recent);
        var open = await _orders.ListAsync(Listing(OrderStatusFilter.Open, nested: false), cancellation);
        if (open.Value is not { } alive) return Failed<IReadOnlyList<IOrder>, ImmutableArray<BrokerOrder>>(open);
        foreach (var family in families) _names.Learn(family);

        var seen = new Dictionary<Guid, IOrder>();
        foreach (var order in families.Concat(families.SelectMany(family => family.Legs)).Concat(alive)) seen.TryAdd(order.OrderId, order);
        var firstOpen = seen.Values.Where(order => order.FilledQuantity > 0 && IsWanted(order, since)).Select(order => order.SubmittedAtUtc).Append(since.UtcDateTime).Min();
        var executions = await _orders.ExecutionsAsync(Executions.Utc(firstOpen).AddSeconds(-1), SortDirection.Descending, cancellation);
        if (!executions.IsDone) return Failed<ImmutableArray<IAccountActivity>, ImmutableArray<BrokerOrder>>(executions);
        var owed = _open.Where(id => !seen.ContainsKey(id)).ToHashSet();
        var unread = await LookUpAsync(executions.Value.Select(activity => activity.OrderId ?? default).Concat(owed).Where(id => id != default && !seen.ContainsKey(id)).Distinct(), seen, cancellation);
        foreach (var order in seen.Values.ToArray())
            if (_names.Of(order) is null && order.ReplacesOrderId is { } before && seen.TryGetValue(before, out var replaced) && _names.Of(replaced) is { } name) _names.Learn(order.OrderId, name);
        await LearnOldLegsAsync(alive, cancellation);
        lock (_lock) _open = [.. alive.Select(order => order.OrderId), .. unread];
        return BrokerAnswers.Done(seen.Values.Where(order => IsWanted(order, since) || (owed.Contains(order.OrderId) && order.OrderStatus != OrderStatus.Replaced))
            .OrderBy(order => order.SubmittedAtUtc)
            .Select(order => _orders.Read(order, _names.Of(order) ?? order.ClientOrderId ?? order.OrderId.ToString(), executions.Value, Replaced(order, seen)))
            .ToImmutableArray());
    }

    public async ValueTask<BrokerAnswer<ImmutableArray<BrokerPosition>>> PositionsAsync(CancellationToken cancellation)
    {
        var answer = await _calls.AskAsync(CallClass.TradingRead, BrokerCall.Read, "positions", _client.ListPositionsAsync, cancellation);
        return answer.Value is { } positions
            ? BrokerAnswers.Done(positions.Where(position => position.AssetClass == AssetClass.UsEquity)
                .Select(position => new BrokerPosition(new Symbol(position.Symbol), position.Quantity, position.AverageEntryPrice))
                .OrderBy(position => position.Symbol).ToImmutableArray())
            : Failed<IReadOnlyList<IPosition>, ImmutableArray<BrokerPosition>>(answer);
    }

    /// <inheritdoc/>
    /// <remarks>Paper accounts are told by their numbers, which begin with PA. Of the number only the last digits are told.</remarks>
    public async ValueTask<BrokerAnswer<BrokerAccount>> AccountAsync(CancellationToken cancellation)
    {
        var answer = await AskAccountAsync(cancellation);
        return answer.Value is { } account
            ? BrokerAnswers.Done(new BrokerAccount(
                Ending(account.AccountNumber ?? account.AccountId.ToString()), account.TradableCash, account.Equity ?? account.TradableCash, account.BuyingPower ?? 0,
                IsPaperNumber(account.AccountNumber), account.ShortingEnabled))
            : Failed<IAccount, BrokerAccount>(answer);
    }

    /// <summary>Asserts that the account is of the kind configured and may trade.</summary>
    /// <exception cref="AlpacaAccountException">It is not, or it could not be asked.</exception>
    public async Task AssertKindAsync(CancellationToken cancellation)
    {
        if (await ProblemAsync(cancellation) is { } problem) throw new AlpacaAccountException(problem.Text);
    }

    /// <summary>Asks whether the account is of the kind configured and may trade; null when it is.</summary>
    public async ValueTask<AccountProblem?> ProblemAsync(CancellationToken cancellation)
    {
        var answer = await AskAccountAsync(cancellation);
        if (answer.Value is not { } account) return AccountProblem.Unread(Account, answer, AlpacaKeys.Advice(_settings.IsLive));
        var isPaper = IsPaperNumber(account.AccountNumber);
        if (isPaper == _settings.IsLive)
            return new AccountProblem($"'{Account}' is configured as {(_settings.IsLive ? "live" : "paper")}, but the keys are of a {(isPaper ? "paper" : "live")} account. Check {AlpacaKeys.Variables(_settings.IsLive).KeyId}.", MayPass: false);
        if (account.IsAccountBlocked || account.IsTradingBlocked || account.TradeSuspendedByUser)
            return new AccountProblem($"Trading is blocked on '{Account}' at Alpaca ({account.Status}). Look at the account's page there.", MayPass: false);
        return null;
    }

    /// <summary>Alpaca's clock, and whether its market is open.</summary>
    internal ValueTask<BrokerAnswer<IClock>> AskClockAsync(CancellationToken cancellation) =>
        _calls.AskAsync(CallClass.TradingRead, BrokerCall.Read, "clock", _client.GetClockAsync, cancellation);

    public void Dispose() => _client.Dispose();

    private async ValueTask<BrokerAnswer<IAccount>> AskAccountAsync(CancellationToken cancellation)
    {
        var answer = await _calls.AskAsync(CallClass.TradingRead, BrokerCall.Read, "account", _client.GetAccountAsync, cancellation);
        _calls.Hide(answer.Value?.AccountNumber);
        _calls.Hide(answer.Value?.AccountId.ToString());
        return answer;
    }

    /// <summary>Reads orders that no list has told of.</summary>
    /// <returns>Those that could not be read now: nobody else asks for them.</returns>
    private async ValueTask<List<Guid>> LookUpAsync(IEnumerable<Guid> missing, Dictionary<Guid, IOrder> seen, CancellationToken cancellation)
    {
        var unread = new List<Guid>();
        var lookUps = 0;
        foreach (var id in missing.ToArray())
        {
            var answer = lookUps++ < MostLookUps ? await _orders.ByIdAsync(id, cancellation) : default;
            if (answer.Value is { } found) seen.TryAdd(id, found);
            else if (lookUps > MostLookUps || answer.Outcome != BrokerOutcome.NotFound) unread.Add(id);
        }
        return unread;
    }

    private static BrokerAnswer<BrokerOrder> TakenToCancel => new(BrokerOutcome.Done, null, "", "", null);

    /// <summary>Open orders under names of Alpaca's whose parents are older than the list of recent ones; an order that a person sent by hand is asked for once.</summary>
    private async ValueTask LearnOldLegsAsync(IReadOnlyList<IOrder> alive, CancellationToken cancellation)
    {
        foreach (var order in alive)
        {
            if (_names.Of(order) is not null || _strangers.Contains(order.OrderId)) continue;
            await _orders.LearnAsync(order, cancellation);
            if (_names.Of(order) is null) lock (_lock) _strangers = [.. _strangers.Where(id => alive.Any(known => known.OrderId == id)), order.OrderId];
        }
    }

    /// <summary>Whether a replacement was asked for after another of the same order: what is asked for late must not undo what was asked for since.</summary>
    private static bool IsLater(string? working, string asked) =>
        working is not null && OrderId.TryParse(working, out var id) && OrderId.TryParse(asked, out var other) && id == other && id.ReplacementOf(working) > id.ReplacementOf(asked);

    private ValueTask<BrokerAnswer<bool>> CancelAsync(Guid id, CancellationToken cancellation) =>
        _calls.AskAsync(CallClass.OrderWrite, BrokerCall.Cancel, "cancel", token => _client.CancelOrderAsync(id, token), cancellation);

    /// <summary>The order as it was taken, with attached orders that were not sent as canceled ones.</summary>
    private async ValueTask<BrokerAnswer<BrokerOrder>> WithNotSentAsync(IOrder order, OrderTicket ticket, AttachedPlan plan, CancellationToken cancellation)
    {
        var read = await _orders.ReadAsync(order, ticket.Id.Value, cancellation);
        var taken = read.Value ?? _orders.Read(order, ticket.Id.Value, []);
        var legs = taken.Legs.AddRange(plan.NotSent.Select(attached => new BrokerOrder(
            "", attached.Id.Value, OrderState.Canceled, "not sent", attached.Terms, 0, [], "Alpaca cannot attach it to this entry; it is sent when shares are held", taken.UpdatedAt, null, [])));
        return BrokerAnswers.Done(taken with { Legs = legs });
    }

    private static ListOrdersRequest Listing(OrderStatusFilter status, bool nested) => new()
    {
        OrderStatusFilter = status,
        RollUpNestedOrders = nested,
        LimitOrderNumber = MostOrders,
        OrderListSorting = SortDirection.Descending,
    };

    /// <summary>Whether an order is open, or ended since; one that was replaced is told by its successor.</summary>
    private static bool IsWanted(IOrder order, DateTimeOffset since) => order.OrderStatus != OrderStatus.Replaced
        && (Executions.Utc(order.UpdatedAtUtc) >= since || AlpacaStatuses.Of(order.OrderStatus, order.FilledQuantity, order.Quantity) is { } state && !state.IsEnded());

    private static ImmutableArray<Guid> Replaced(IOrder order, Dictionary<Guid, IOrder> seen)
    {
        var before = ImmutableArray.CreateBuilder<Guid>();
        while (order.ReplacesOrderId is { } id && before.Count < MostLookUps)
        {
            before.Add(id);
            if (!seen.TryGetValue(id, out order!)) break;
        }
        return before.ToImmutable();
    }

    private static string Ending(string number) => number.Length <= 4 ? number : $"...{number[^4..]}";

    private static bool IsPaperNumber(string? number) => number?.StartsWith("PA", StringComparison.Ordinal) == true;

    private static BrokerAnswer<TTo> Failed<TFrom, TTo>(in BrokerAnswer<TFrom> answer) =>
        BrokerAnswers.Failed<TTo>(answer.Outcome, answer.Code, answer.Reason, answer.RetryAt);
}
