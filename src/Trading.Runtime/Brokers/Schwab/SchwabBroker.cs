using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Orders;
using Trading.Runtime.Brokers.Schwab.Orders;
using Trading.Runtime.Brokers.Schwab.Wire;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Brokers.Schwab;

/// <summary>One account at Charles Schwab, through its Trader API. https://developer.schwab.com</summary>
/// <remarks>
/// <para>Schwab keeps no client order id: an intent is journalled in the state store before it is sent, and Schwab's id beside it
/// once it is known. The <c>Location</c> header that carries the id can be absent or name another order, so each id is checked
/// against the order it names before it is believed.</para>
/// <para>Calls pass their own pipelines: not to be wrapped in a <see cref="GuardedBroker"/>.</para>
/// </remarks>
public sealed class SchwabBroker : IBroker
{
    private readonly SchwabOptions _options;
    private readonly SchwabClient _client;
    private readonly SchwabAccounts _accounts;
    private readonly SchwabOrderBook _book;
    private readonly TimeProvider _clock;

    internal SchwabBroker(SchwabOptions options, SchwabClient client, SchwabAccounts accounts, SchwabOrderBook book, TimeProvider clock) =>
        (_options, _client, _accounts, _book, _clock) = (options, client, accounts, book, clock);

    public string Account => _options.Account;

    /// <inheritdoc/>
    /// <remarks>What may have been sent before is looked for first, so that one intent never becomes two orders.</remarks>
    public async ValueTask<BrokerAnswer<BrokerOrder>> SubmitAsync(OrderTicket ticket, CancellationToken cancellation)
    {
        if (ticket.Scope.Account != Account)
            throw new ArgumentException($"{ticket.Id} is for account '{ticket.Scope.Account}' and was sent to '{Account}'.", nameof(ticket));
        if (ticket.Attached.Prepend(ticket).Select(one => SchwabOrderForm.Problem(one.Terms)).FirstOrDefault(problem => problem is not null) is { } unsupported)
            return BrokerAnswers.Refused<BrokerOrder>(SchwabCodes.NotSupported, unsupported);
        if (_book.IsHalted && ticket.Terms.Side.IsOpening())
            return BrokerAnswers.Refused<BrokerOrder>(SchwabCodes.AmbiguousOrder, "an order at Schwab could not be told apart; nothing new is opened until a person has looked");
        var before = await _book.Links.FindAsync(ticket.Id.Value, cancellation);
        if (await SentBeforeAsync(before, cancellation) is { } sent) return sent;
        return await IntendAsync(ticket, before, cancellation) is { } link ? await SendAsync(before, link, BrokerCall.Submit, cancellation) : SentByAnother(ticket.Id.Value);
    }

    public async ValueTask<BrokerAnswer<BrokerOrder>> CancelAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation)
    {
        var found = await _book.IdOfAsync(clientOrderId, brokerOrderId, cancellation);
        if (found is not { IsDone: true, Value: { } id }) return Failed(found);
        var path = await PathAsync(id, cancellation);
        if (path is not { IsDone: true, Value: { } order }) return Failed(path);
        var canceled = await _client.WriteAsync(BrokerCall.Cancel, HttpMethod.Delete, order, null, cancellation);
        if (!canceled.IsDone) return Failed(canceled);
        var read = await _book.ReadAsync(id, cancellation);
        return read.IsDone ? read : BrokerAnswers.Failed<BrokerOrder>(BrokerOutcome.Done, read.Code, "the request was taken");
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Schwab's replacement is a new order beside the canceled one, which keeps its executions: it is sent for what is left, and told
    /// with what its predecessors filled.
    /// </remarks>
    public async ValueTask<BrokerAnswer<BrokerOrder>> ReplaceAsync(
        string clientOrderId, string? brokerOrderId, string newClientOrderId, OrderTerms terms, CancellationToken cancellation)
    {
        if (SchwabOrderForm.Problem(terms) is { } unsupported) return BrokerAnswers.Refused<BrokerOrder>(SchwabCodes.NotSupported, unsupported);
        var before = await _book.Links.FindAsync(newClientOrderId, cancellation);
        if (await SentBeforeAsync(before, cancellation) is { } sent) return sent;
        var current = await _book.FindAsync(clientOrderId, brokerOrderId, cancellation);
        if (current is not { IsDone: true, Value: { } order }) return current;
        if (order.State is null or OrderState.Filled or OrderState.Canceled or OrderState.Rejected or OrderState.Expired)
            return new(BrokerOutcome.NoLongerOpen, order, "", $"{clientOrderId} is no longer open", null);
        var placed = await _book.Links.FindAsync(clientOrderId, cancellation);
        // What is attached has the size that Schwab gives it as its parent fills, which may be less than was asked for.
        if (placed is { Parent: not null }) terms = terms with { Quantity = order.Terms.Quantity };
        if (terms.Quantity <= order.Filled) return BrokerAnswers.Refused<BrokerOrder>("QUANTITY", $"{order.Filled} of {clientOrderId} have filled; it cannot be made {terms.Quantity}");
        var symbol = placed?.Symbol
            ?? (OrderId.TryParse(clientOrderId, out _, out var trade, out _) ? trade.ScopeIn(Account).Symbol : default);
        var now = _clock.GetUtcNow();
        var link = await TakeTurnAsync(
            newClientOrderId, before,
            known => known is { } again
                ? again with { LastSentAt = now, IsUnanswered = true, Replaces = order.BrokerOrderId, TakenOff = order.Filled, Terms = terms }
                : new SchwabOrderLink
                {
                    ClientOrderId = newClientOrderId, Symbol = symbol, Terms = terms, FirstSentAt = now, LastSentAt = now,
                    IsUnanswered = true, Replaces = order.BrokerOrderId, TakenOff = order.Filled,
                },
            cancellation);
        return link is null ? SentByAnother(newClientOrderId) : await SendAsync(before, link, BrokerCall.Replace, cancellation);
    }

    public ValueTask<BrokerAnswer<BrokerOrder>> FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
        _book.FindAsync(clientOrderId, brokerOrderId, cancellation);

    /// <inheritdoc/>
    /// <remarks>Schwab tells orders entered in the last 60 days. Orders that are not ours come without a client order id.</remarks>
    public async ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> OrdersAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        var now = _clock.GetUtcNow();
        var entered = await _book.EnteredAsync(now - SchwabOrderBook.LongestQuery + TimeSpan.FromMinutes(1), now + SchwabOrderMatch.Before, cancellation);
        if (entered is not { IsDone: true, Value: { } trees }) return BrokerAnswers.Failed<ImmutableArray<BrokerOrder>>(entered.Outcome, entered.Code, entered.Reason, entered.RetryAt);
        var orders = new Dictionary<string, BrokerOrder>(StringComparer.Ordinal);
        foreach (var tree in trees)
        {
            foreach (var wire in SchwabOrderTree.Orders(tree))
            {
                if (SchwabOrderTree.IsReplaced(wire) || IsOver(wire, since)) continue;
                var told = await _book.ListAsync(wire, cancellation);
                if (told is not { IsDone: true, Value: { } order }) return BrokerAnswers.Failed<ImmutableArray<BrokerOrder>>(told.Outcome, told.Code, told.Reason, told.RetryAt);
                orders[order.BrokerOrderId] = order;
                foreach (var leg in order.Legs)
                    if (!SchwabStatuses.StateOf(leg.Status, 0, 1).GetValueOrDefault().IsEnded() || leg.UpdatedAt >= since) orders[leg.BrokerOrderId] = leg;
            }
        }
        return BrokerAnswers.Done(orders.Values.OrderBy(order => order.BrokerOrderId.Length).ThenBy(order => order.BrokerOrderId, StringComparer.Ordinal).ToImmutableArray());
    }

    public async ValueTask<BrokerAnswer<ImmutableArray<BrokerPosition>>> PositionsAsync(CancellationToken cancellation)
    {
        var read = await ReadAccountAsync("positions", "?fields=positions", cancellation);
        if (read is not { IsDone: true, Value: { } account }) return BrokerAnswers.Failed<ImmutableArray<BrokerPosition>>(read.Outcome, read.Code, read.Reason, read.RetryAt);
        var positions = ImmutableArray.CreateBuilder<BrokerPosition>();
        foreach (var position in account.Positions ?? [])
        {
            // Funds on an exchange are EQUITY or COLLECTIVE_INVESTMENT; sweeps, bonds and options are none of the desk's business.
            if (position.Instrument is not { AssetType: "EQUITY" or "COLLECTIVE_INVESTMENT" or "ETF" } instrument) continue;
            var quantity = (position.LongQuantity ?? 0) - (position.ShortQuantity ?? 0);
            if (quantity != 0 && SchwabOrderForm.TrySymbol(instrument.Symbol, out var symbol)) positions.Add(new BrokerPosition(symbol, quantity, position.AveragePrice ?? 0));
        }
        positions.Sort(static (left, right) => left.Symbol.CompareTo(right.Symbol));
        return BrokerAnswers.Done(positions.ToImmutable());
    }

    /// <inheritdoc/>
    /// <remarks>Schwab has no play money. Of the account's number only the last digits are told.</remarks>
    public async ValueTask<BrokerAnswer<BrokerAccount>> AccountAsync(CancellationToken cancellation)
    {
        var read = await ReadAccountAsync("account", "", cancellation);
        if (read is not { IsDone: true, Value: { } account }) return BrokerAnswers.Failed<BrokerAccount>(read.Outcome, read.Code, read.Reason, read.RetryAt);
        var balances = account.CurrentBalances;
        var cash = balances?.CashBalance ?? 0;
        return BrokerAnswers.Done(new BrokerAccount(
            $"...{SchwabAccounts.Ending(account.AccountNumber)}", cash, balances?.LiquidationValue ?? balances?.Equity ?? cash,
            balances?.BuyingPower ?? balances?.CashAvailableForTrading ?? 0, IsPaper: false, MayShort: account.Type == "MARGIN" && account.IsClosingOnlyRestricted != true));
    }

    /// <summary>What became of a sending that may have been made before; null when there surely was none, so that it may be sent.</summary>
    private async ValueTask<BrokerAnswer<BrokerOrder>?> SentBeforeAsync(SchwabOrderLink? link, CancellationToken cancellation)
    {
        if (link is not ({ IsUnanswered: true } or { BrokerOrderId: not null })) return null;
        var found = await _book.FindAsync(link.ClientOrderId, null, cancellation);
        if (found.IsDone) return found with { Outcome = BrokerOutcome.AlreadyExists };
        if (found.Outcome != BrokerOutcome.NotFound) return found;
        return link.BrokerOrderId is { } id
            ? BrokerAnswers.Failed<BrokerOrder>(BrokerOutcome.NoAnswer, found.Code, $"{link.ClientOrderId} is order {id} at Schwab, which does not show it now; it is not sent again")
            : null;
    }

    /// <summary>Journals what is about to be sent, the attached orders with it.</summary>
    /// <returns>What is to be sent; null when another sends it.</returns>
    private async ValueTask<SchwabOrderLink?> IntendAsync(OrderTicket ticket, SchwabOrderLink? before, CancellationToken cancellation)
    {
        var now = _clock.GetUtcNow();
        foreach (var attached in ticket.Attached)
        {
            await _book.Links.ChangeAsync(
                attached.Id.Value,
                known => known ?? new SchwabOrderLink
                {
                    ClientOrderId = attached.Id.Value, Symbol = attached.Scope.Symbol, Terms = attached.Terms, FirstSentAt = now, LastSentAt = now, Parent = ticket.Id.Value,
                },
                cancellation);
        }
        return await TakeTurnAsync(
            ticket.Id.Value, before,
            known => known is { } again
                ? again with { LastSentAt = now, IsUnanswered = true }
                : new SchwabOrderLink
                {
                    ClientOrderId = ticket.Id.Value, Symbol = ticket.Scope.Symbol, Terms = ticket.Terms, FirstSentAt = now, LastSentAt = now, IsUnanswered = true,
                    Attached = [.. ticket.Attached.Select(one => one.Id.Value)], AttachedTerms = [.. ticket.Attached.Select(one => one.Terms)],
                },
            cancellation);
    }

    /// <summary>
    /// Journals a sending unless another was begun since it was looked whether there was one: of several processes that come to an intent
    /// at the same moment one sends it.
    /// </summary>
    /// <param name="before">What was known of the intent when that was looked for.</param>
    /// <returns>The sending; null when it is another's.</returns>
    private async ValueTask<SchwabOrderLink?> TakeTurnAsync(
        string clientOrderId, SchwabOrderLink? before, Func<SchwabOrderLink?, SchwabOrderLink> sending, CancellationToken cancellation)
    {
        var isOurs = false;
        var link = await _book.Links.ChangeAsync(
            clientOrderId,
            known => (isOurs = known?.LastSentAt == before?.LastSentAt) ? sending(known) : known!,
            cancellation);
        return isOurs ? link : null;
    }

    private static BrokerAnswer<BrokerOrder> SentByAnother(string clientOrderId) =>
        BrokerAnswers.Failed<BrokerOrder>(BrokerOutcome.NoAnswer, SchwabCodes.NotSettled, $"{clientOrderId} is being sent by another process; it is looked up");

    private async ValueTask<BrokerAnswer<BrokerOrder>> SendAsync(SchwabOrderLink? before, SchwabOrderLink link, BrokerCall call, CancellationToken cancellation)
    {
        var path = await PathAsync(call == BrokerCall.Replace ? link.Replaces : null, cancellation);
        var order = SchwabOrderForm.Of(link.Symbol, link.Terms with { Quantity = link.Terms.Quantity - link.TakenOff }, link.AttachedTerms);
        var sent = path is { IsDone: true, Value: { } at }
            ? await _client.WriteAsync(call, call == BrokerCall.Replace ? HttpMethod.Put : HttpMethod.Post, at, order, cancellation)
            : BrokerAnswers.Failed<SchwabReceipt>(path.Outcome == BrokerOutcome.NoAnswer ? BrokerOutcome.Throttled : path.Outcome, path.Code, path.Reason, path.RetryAt);
        if (sent.Outcome == BrokerOutcome.NoAnswer) return Failed(sent);
        if (sent is not { IsDone: true, Value: { } receipt })
        {
            // Schwab surely does not have this sending of it.
            await _book.Links.ChangeAsync(link.ClientOrderId, known => known! with { IsUnanswered = before?.IsUnanswered ?? false }, cancellation);
            return Failed(sent);
        }
        if (receipt.OrderId is { } hint) await _book.Links.ChangeAsync(link.ClientOrderId, known => known! with { Hint = hint }, cancellation);
        var found = await _book.FindAsync(link.ClientOrderId, null, cancellation);
        return found.IsDone
            ? found
            : BrokerAnswers.Failed<BrokerOrder>(BrokerOutcome.NoAnswer, SchwabCodes.NoOrderId, $"Schwab took {link.ClientOrderId}; which of its orders it is will be looked up: {found.Reason}");
    }

    private async ValueTask<BrokerAnswer<string>> PathAsync(string? brokerOrderId, CancellationToken cancellation)
    {
        var hash = await _accounts.HashAsync(cancellation);
        return hash is { IsDone: true, Value: { } account }
            ? BrokerAnswers.Done($"/trader/v1/accounts/{account}/orders{(brokerOrderId is null ? "" : $"/{Uri.EscapeDataString(brokerOrderId)}")}")
            : hash;
    }

    private async ValueTask<BrokerAnswer<WireAccount>> ReadAccountAsync(string operation, string query, CancellationToken cancellation)
    {
        var hash = await _accounts.HashAsync(cancellation);
        if (hash is not { IsDone: true, Value: { } id }) return BrokerAnswers.Failed<WireAccount>(hash.Outcome, hash.Code, hash.Reason, hash.RetryAt);
        var read = await _client.GetAsync(CallClass.TradingRead, operation, $"/trader/v1/accounts/{id}{query}", SchwabJson.Default.WireAccountAnswer, cancellation);
        return read is { IsDone: true, Value.SecuritiesAccount: { } account }
            ? BrokerAnswers.Done(account)
            : BrokerAnswers.Failed<WireAccount>(read.IsDone ? BrokerOutcome.NoAnswer : read.Outcome, read.IsDone ? SchwabCodes.Unreadable : read.Code, read.Reason, read.RetryAt);
    }

    private static bool IsOver(WireOrder wire, DateTimeOffset since) =>
        SchwabStatuses.StateOf(wire.Status, 0, 1) is { } state && state.IsEnded() && SchwabOrderTree.UpdatedAt(wire) < since
        && !SchwabOrderTree.Children(wire).Any(child => !IsOver(child, since));

    private static BrokerAnswer<BrokerOrder> Failed<T>(in BrokerAnswer<T> answer) => BrokerAnswers.Failed<BrokerOrder>(answer.Outcome, answer.Code, answer.Reason, answer.RetryAt);
}
