using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.Orders;
using Trading.Runtime.Brokers.Schwab.Wire;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Brokers.Schwab.Orders;

/// <summary>Finds our orders among Schwab's and tells them in our words.</summary>
/// <remarks>
/// An order whose answer was lost is found by what it was: the intent that was journalled before it was sent, matched against what
/// was entered in that time and belongs to no other intent. One match is adopted; none, once the order has had time to appear,
/// means that it is not there; several halt the account: docs/decisions has why.
/// </remarks>
internal sealed class SchwabOrderBook(
    SchwabOptions options, SchwabClient client, SchwabAccounts accounts, SchwabOrderLinks links, IBrokerAlarms alarms, TimeProvider clock)
{
    /// <summary>How far back Schwab tells orders.</summary>
    public static readonly TimeSpan LongestQuery = TimeSpan.FromDays(60);

    private const int MostOrders = 3000;
    private const int LongestChain = 100;

    private static readonly TimeSpan ShortestPart = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> _alarmed = new(StringComparer.Ordinal);

    /// <summary>Whether an answer was lost and more than one order fits: nothing new is opened until a person has looked.</summary>
    public bool IsHalted { get; private set; }

    public SchwabOrderLinks Links => links;

    /// <summary>Looks an order up by our id, or by Schwab's where ours is not known.</summary>
    public async ValueTask<BrokerAnswer<BrokerOrder>> FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation)
    {
        if (await links.FindAsync(clientOrderId, cancellation) is not { } link)
            return brokerOrderId is null ? Absent(clientOrderId) : await ReadAsync(brokerOrderId, cancellation);
        var found = await WireOfAsync(link, cancellation);
        if (IsNeverMade(link, found.Outcome) && brokerOrderId is not null) return await ReadAsync(brokerOrderId, cancellation);
        if (found is not { IsDone: true, Value: { } wire }) return BrokerAnswers.Failed<BrokerOrder>(found.Outcome, found.Code, found.Reason, found.RetryAt);
        return await TellAsync(wire, cancellation);
    }

    /// <summary>Schwab's id of an order of ours, found by all means there are.</summary>
    public async ValueTask<BrokerAnswer<string>> IdOfAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation)
    {
        if (await links.FindAsync(clientOrderId, cancellation) is not { } link)
            return brokerOrderId is { } given ? BrokerAnswers.Done(given) : BrokerAnswers.Failed<string>(BrokerOutcome.NotFound, "", $"there is no order {clientOrderId}");
        if (link.BrokerOrderId is { } id) return BrokerAnswers.Done(id);
        var found = await WireOfAsync(link, cancellation);
        if (IsNeverMade(link, found.Outcome) && brokerOrderId is { } before) return BrokerAnswers.Done(before);
        return found is { IsDone: true, Value: { } wire } ? BrokerAnswers.Done(SchwabOrderTree.IdOf(wire)) : BrokerAnswers.Failed<string>(found.Outcome, found.Code, found.Reason, found.RetryAt);
    }

    /// <summary>Reads one order by Schwab's id.</summary>
    public async ValueTask<BrokerAnswer<BrokerOrder>> ReadAsync(string brokerOrderId, CancellationToken cancellation)
    {
        var read = await WireAsync(brokerOrderId, cancellation);
        return read is { IsDone: true, Value: { } wire } ? await TellAsync(wire, cancellation) : BrokerAnswers.Failed<BrokerOrder>(read.Outcome, read.Code, read.Reason, read.RetryAt);
    }

    public async ValueTask<BrokerAnswer<WireOrder>> WireAsync(string brokerOrderId, CancellationToken cancellation)
    {
        var hash = await accounts.HashAsync(cancellation);
        if (hash is not { IsDone: true, Value: { } account }) return BrokerAnswers.Failed<WireOrder>(hash.Outcome, hash.Code, hash.Reason, hash.RetryAt);
        return await client.GetAsync(CallClass.TradingRead, "order", $"/trader/v1/accounts/{account}/orders/{Uri.EscapeDataString(brokerOrderId)}", SchwabJson.Default.WireOrder, cancellation);
    }

    /// <summary>All orders entered in a stretch of time, as trees; asked for in parts where there are more than Schwab tells at once.</summary>
    public async ValueTask<BrokerAnswer<WireOrder[]>> EnteredAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var hash = await accounts.HashAsync(cancellation);
        if (hash is not { IsDone: true, Value: { } account }) return BrokerAnswers.Failed<WireOrder[]>(hash.Outcome, hash.Code, hash.Reason, hash.RetryAt);
        var path = $"/trader/v1/accounts/{account}/orders?fromEnteredTime={Uri.EscapeDataString(SchwabTime.Write(from))}&toEnteredTime={Uri.EscapeDataString(SchwabTime.Write(to))}&maxResults={MostOrders}";
        var read = await client.GetAsync(CallClass.TradingRead, "orders", path, SchwabJson.Default.WireOrderArray, cancellation);
        // That a list is not there says nothing of what would be in it.
        if (read.Outcome == BrokerOutcome.NotFound) return read with { Outcome = BrokerOutcome.NoAnswer };
        return read is { IsDone: true, Value.Length: >= MostOrders } ? await EnteredInPartsAsync(from, to, cancellation) : read;
    }

    /// <summary>What Schwab leaves out of a list that is full is in one of its halves.</summary>
    private async ValueTask<BrokerAnswer<WireOrder[]>> EnteredInPartsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        if (to - from < ShortestPart)
        {
            var text = $"{MostOrders} orders or more were entered at {from:u}, which is all that Schwab tells at once: what else there is cannot be known.";
            Alarm(new BrokerAlarm(SchwabCodes.TooManyOrders, options.Account, text), "");
            return BrokerAnswers.Failed<WireOrder[]>(BrokerOutcome.NoAnswer, SchwabCodes.TooManyOrders, text);
        }
        var middle = from + ((to - from) / 2);
        var older = await EnteredAsync(from, middle, cancellation);
        if (!older.IsDone) return older;
        var newer = await EnteredAsync(middle, to, cancellation);
        return newer.IsDone ? BrokerAnswers.Done(older.Value!.Concat(newer.Value!).DistinctBy(order => order.OrderId).ToArray()) : newer;
    }

    /// <summary>Checks that an id from a <c>Location</c> header is the order that was sent, and makes it ours.</summary>
    public async ValueTask<BrokerAnswer<WireOrder>> ConfirmAsync(SchwabOrderLink link, string hint, CancellationToken cancellation)
    {
        var read = await WireAsync(hint, cancellation);
        // One that is not there may be of another account, or not be shown yet: that says nothing of whether ours is.
        if (read.Outcome == BrokerOutcome.NotFound || (read is { IsDone: true, Value: { } wire } && (!SchwabOrderMatch.HasTerms(link, wire) || !await ClaimAsync(link, wire, cancellation))))
            return BrokerAnswers.Failed<WireOrder>(BrokerOutcome.NotFound, SchwabCodes.NoOrderId, $"order {hint} of the Location header is another one, or is not there");
        return read;
    }

    /// <summary>Tells an order and what is attached in our words. What is attached becomes ours as soon as it is seen.</summary>
    public async ValueTask<BrokerAnswer<BrokerOrder>> TellAsync(WireOrder wire, CancellationToken cancellation)
    {
        var name = await links.NameOfAsync(SchwabOrderTree.IdOf(wire), cancellation);
        var link = name is null ? null : await links.FindAsync(name, cancellation);
        if (link is { Replaces: not null, PriorFills: null } && await PriorFillsAsync(link, cancellation) is { IsDone: false } unknown)
            return BrokerAnswers.Failed<BrokerOrder>(unknown.Outcome, unknown.Code, unknown.Reason, unknown.RetryAt);
        if (link is not null) link = await links.FindAsync(link.ClientOrderId, cancellation);
        var legs = ImmutableArray.CreateBuilder<BrokerOrder>();
        foreach (var child in SchwabOrderTree.Children(wire))
        {
            if (SchwabOrderTree.IsReplaced(child)) continue;
            await AdoptAsync(link, child, cancellation);
            if (await TellAsync(child, cancellation) is { Value: { } leg }) legs.Add(leg);
        }
        return BrokerAnswers.Done(ToOrder(wire, link, legs.DrainToImmutable()));
    }

    /// <summary>
    /// Tells an order as one of a list. One that took the place of another which cannot be read now is listed without a state, so that nothing is
    /// concluded of it and the others are told all the same.
    /// </summary>
    public async ValueTask<BrokerAnswer<BrokerOrder>> ListAsync(WireOrder wire, CancellationToken cancellation)
    {
        var told = await TellAsync(wire, cancellation);
        if (told.Outcome != BrokerOutcome.NoAnswer) return told;
        var id = SchwabOrderTree.IdOf(wire);
        if (told.Code != SchwabCodes.NotSettled)
            Alarm(new BrokerAlarm(SchwabCodes.Unreadable, options.Account, $"Order {id} took the place of one that Schwab does not show, so it is not known how it stands: {told.Reason}. Look at it at schwab.com."), id);
        var link = await links.NameOfAsync(id, cancellation) is { } name ? await links.FindAsync(name, cancellation) : null;
        return BrokerAnswers.Done(ToOrder(wire, link, []) with { State = null, Filled = 0, Fills = [] });
    }

    /// <summary>The order that an intent became.</summary>
    private async ValueTask<BrokerAnswer<WireOrder>> WireOfAsync(SchwabOrderLink link, CancellationToken cancellation)
    {
        if (link.BrokerOrderId is { } id) return await WireAsync(id, cancellation);
        if (link.Parent is { } parent) return await ChildAsync(link, parent, cancellation);
        if (link.Hint is { } hint && await ConfirmAsync(link, hint, cancellation) is var confirmed && confirmed.Code != SchwabCodes.NoOrderId) return confirmed;
        return link.IsUnanswered ? await MatchAsync(link, cancellation) : BrokerAnswers.Failed<WireOrder>(BrokerOutcome.NotFound, "", $"{link.ClientOrderId} was not taken by Schwab");
    }

    /// <summary>Whether a replacement surely did not come to be, so that the order whose place it was to take lives on.</summary>
    private static bool IsNeverMade(SchwabOrderLink link, BrokerOutcome outcome) =>
        outcome == BrokerOutcome.NotFound && link is { Replaces: not null, BrokerOrderId: null };

    private async ValueTask<BrokerAnswer<WireOrder>> ChildAsync(SchwabOrderLink link, string parent, CancellationToken cancellation)
    {
        var found = await FindAsync(parent, null, cancellation); // adopts its children
        if (!found.IsDone) return BrokerAnswers.Failed<WireOrder>(found.Outcome, found.Code, found.Reason, found.RetryAt);
        return await links.FindAsync(link.ClientOrderId, cancellation) is { BrokerOrderId: { } id }
            ? await WireAsync(id, cancellation)
            : BrokerAnswers.Failed<WireOrder>(BrokerOutcome.NotFound, "", $"{parent} has no attached order {link.ClientOrderId} at Schwab");
    }

    private async ValueTask<BrokerAnswer<WireOrder>> MatchAsync(SchwabOrderLink link, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        // A replacement of an attached order may be told below its parent, which was entered long before.
        var isReplacement = link.Replaces is not null;
        var from = isReplacement ? now - LongestQuery + TimeSpan.FromMinutes(1) : link.FirstSentAt - SchwabOrderMatch.Before;
        var entered = await EnteredAsync(from, now + SchwabOrderMatch.Before, cancellation);
        if (entered is not { IsDone: true, Value: { } orders }) return BrokerAnswers.Failed<WireOrder>(entered.Outcome, entered.Code, entered.Reason, entered.RetryAt);
        var fitting = new List<WireOrder>();
        foreach (var order in isReplacement ? orders.SelectMany(tree => SchwabOrderTree.Orders(tree)) : orders)
        {
            if (order.OrderId is null || !SchwabOrderMatch.IsSame(link, order)) continue;
            if (await links.NameOfAsync(SchwabOrderTree.IdOf(order), cancellation) is { } owner && owner != link.ClientOrderId) continue;
            fitting.Add(order);
        }
        if (fitting.Count > 1) return Halt(link, fitting);
        if (fitting is [var one] && await ClaimAsync(link, one, cancellation)) return await WireAsync(SchwabOrderTree.IdOf(one), cancellation);
        return now - link.LastSentAt < options.SettleTime
            ? BrokerAnswers.Failed<WireOrder>(BrokerOutcome.NoAnswer, SchwabCodes.NotSettled, $"{link.ClientOrderId} is not among Schwab's orders; it may appear until {link.LastSentAt + options.SettleTime:u}")
            : BrokerAnswers.Failed<WireOrder>(BrokerOutcome.NotFound, "", $"{link.ClientOrderId} is not among Schwab's orders");
    }

    private BrokerAnswer<WireOrder> Halt(SchwabOrderLink link, List<WireOrder> fitting)
    {
        IsHalted = true;
        var text = $"The answer to {link.ClientOrderId} was lost, and orders {string.Join(", ", fitting.Select(SchwabOrderTree.IdOf))} at Schwab all fit it. Cancel those that are not wanted at schwab.com, then start the desk again.";
        Alarm(new BrokerAlarm(SchwabCodes.AmbiguousOrder, options.Account, text, HaltsTrading: true), link.ClientOrderId);
        return BrokerAnswers.Failed<WireOrder>(BrokerOutcome.NoAnswer, SchwabCodes.AmbiguousOrder, text);
    }

    private async ValueTask<bool> ClaimAsync(SchwabOrderLink link, WireOrder wire, CancellationToken cancellation)
    {
        if (!await links.TryClaimAsync(link.ClientOrderId, SchwabOrderTree.IdOf(wire), cancellation)) return false;
        if (link.Replaces is { } replaced && await links.NameOfAsync(replaced, cancellation) is { } before)
            await links.ChangeAsync(before, known => known! with { ReplacedBy = SchwabOrderTree.IdOf(wire) }, cancellation);
        return true;
    }

    private async ValueTask AdoptAsync(SchwabOrderLink? parent, WireOrder child, CancellationToken cancellation)
    {
        if (parent is null || SchwabOrderMatch.AttachedOf(parent, child) is not (>= 0 and var i)) return;
        var id = SchwabOrderTree.IdOf(child);
        if (await links.NameOfAsync(id, cancellation) is not null) return;
        var name = parent.Attached[i];
        if (await links.FindAsync(name, cancellation) is { BrokerOrderId: null }) await links.TryClaimAsync(name, id, cancellation);
    }

    /// <summary>What the orders before a replacement had filled, read once they are over and kept.</summary>
    private async ValueTask<BrokerAnswer<bool>> PriorFillsAsync(SchwabOrderLink link, CancellationToken cancellation)
    {
        var fills = ImmutableArray.CreateBuilder<Fill>();
        var isOver = true;
        var at = link.Replaces;
        for (var i = 0; i < LongestChain && at is not null; i++)
        {
            var read = await WireAsync(at, cancellation);
            if (read is not { IsDone: true, Value: { } before }) return BrokerAnswers.Failed<bool>(read.Outcome == BrokerOutcome.NotFound ? BrokerOutcome.NoAnswer : read.Outcome, read.Code, read.Reason, read.RetryAt);
            isOver &= SchwabStatuses.StateOf(before.Status, 0, 1) is null or OrderState.Canceled or OrderState.Filled or OrderState.Expired;
            fills.InsertRange(0, SchwabOrderTree.FillsOf(before, link.Terms.Side, SchwabOrderTree.UpdatedAt(before)));
            at = await links.NameOfAsync(at, cancellation) is { } name && await links.FindAsync(name, cancellation) is { } older ? older.Replaces : null;
        }
        if (!isOver) return BrokerAnswers.Failed<bool>(BrokerOutcome.NoAnswer, SchwabCodes.NotSettled, $"what {link.ClientOrderId} takes the place of is not over yet");
        var known = fills.ToImmutable();
        var excess = known.Sum(fill => fill.Quantity) - link.TakenOff;
        if (excess > 0)
            Alarm(new BrokerAlarm(SchwabCodes.Oversized, options.Account, $"{excess} shares filled while {link.ClientOrderId} took the place of its order, which is that much too large. It is corrected by the desk's next change or by hand."), link.ClientOrderId);
        await links.ChangeAsync(link.ClientOrderId, now => now! with { PriorFills = known }, cancellation);
        return BrokerAnswers.Done(true);
    }

    private BrokerOrder ToOrder(WireOrder wire, SchwabOrderLink? link, ImmutableArray<BrokerOrder> legs)
    {
        var terms = SchwabOrderForm.TermsOf(wire) ?? link?.Terms ?? OrderTerms.Market(OrderSide.Buy, wire.Quantity ?? 0);
        var updated = SchwabOrderTree.UpdatedAt(wire);
        var prior = link?.PriorFills ?? [];
        var before = prior.Sum(fill => fill.Quantity);
        var filled = wire.FilledQuantity ?? 0;
        var state = SchwabStatuses.StateOf(wire.Status, before + filled, before + terms.Quantity);
        if (!SchwabStatuses.Table.ContainsKey(wire.Status ?? ""))
            Alarm(new BrokerAlarm(SchwabCodes.UnknownStatus, options.Account, $"Schwab tells status '{wire.Status}' of order {SchwabOrderTree.IdOf(wire)}; nothing is concluded from it."), wire.Status ?? "");
        return new BrokerOrder(
            SchwabOrderTree.IdOf(wire), link?.ClientOrderId ?? "", state, wire.Status ?? "", terms with { Quantity = before + terms.Quantity }, before + filled,
            prior.AddRange(SchwabOrderTree.FillsOf(wire, terms.Side, updated)), client.Clean(wire.StatusDescription), updated,
            SchwabOrderTree.IsReplaced(wire) ? link?.ReplacedBy ?? "" : null, legs);
    }

    /// <summary>Raises an alarm once a cause: look-ups repeat.</summary>
    private void Alarm(BrokerAlarm alarm, string cause)
    {
        lock (_alarmed)
        {
            if (_alarmed.Count > 10_000) _alarmed.Clear();
            if (!_alarmed.Add($"{alarm.Code}/{cause}")) return;
        }
        alarms.Raise(alarm);
    }

    private static BrokerAnswer<BrokerOrder> Absent(string clientOrderId) =>
        BrokerAnswers.Failed<BrokerOrder>(BrokerOutcome.NotFound, "", $"{clientOrderId} was never sent to Schwab");
}
