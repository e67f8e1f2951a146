using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Runtime.Delivery;
using Trading.Runtime.Journals;
using Trading.Runtime.Lifecycles;
using Trading.Runtime.Redis;
using Trading.Trades;

namespace Trading.Runtime.Desks;

/// <summary>Takes the picture of a desk: a running one, or one that only its journal tells of.</summary>
public static class DeskViews
{
    /// <summary>To be called by the thread that runs the desk.</summary>
    public static async Task<DeskView> OfAsync(LocalDesk desk)
    {
        var view = Of(desk.Journal, desk.Lifecycles, desk.Venue.Account, desk.IsReconciled, desk.Now, [.. desk.Differences.Select(one => $"{one.Code} {one.Subject}: {one.Detail}")]);
        var breakers = new List<BreakerView>();
        foreach (var name in desk.BreakerNames) breakers.Add(Of(name, await desk.Breakers.StatusAsync(name, CancellationToken.None)));
        return view with { Breakers = breakers };
    }

    /// <summary>The desk as its journal has it. The journal is read and not changed.</summary>
    /// <param name="fromFirstRow">Whether it is made from the rows alone, as if there were no snapshot.</param>
    /// <exception cref="JournalFileException">There is no journal, or it cannot be read.</exception>
    public static DeskView OfJournal(string path, bool fromFirstRow = false)
    {
        using var stored = SqliteJournalFile.OpenToRead(path);
        IJournalFile file = fromFirstRow ? new WholeJournalFile(stored) : stored;
        var lifecycles = new JournalledLifecycles(TradeSettings.Default);
        var journal = Journal.Open(file, new JournalOptions { Writing = JournalWriting.WhenTold, RowsBetweenSnapshots = int.MaxValue }, TimeProvider.System, [(lifecycles.Name, lifecycles.Hears)], lifecycles);
        var account = journal.ValuesOf<Portfolio>(Portfolio.Kind) is [var (owner, _), ..] ? owner : "";
        return Of(journal, lifecycles, account, false, journal.LastTime ?? default, []);
    }

    /// <summary>The desk as it is in Redis, whoever runs it: its trades that go on and those that ended last, and its open orders.</summary>
    /// <param name="now">The time that the picture is to bear.</param>
    internal static async Task<DeskView> OfAsync(RedisDesk redis, string account, DateTimeOffset now, IReadOnlyList<BreakerView> breakers, CancellationToken cancellation)
    {
        var index = await StoredLifecycles.IndexAsync(redis.Steps, cancellation);
        var live = await StoredLifecycles.LiveAsync(redis.Steps, cancellation);
        var ended = await Task.WhenAll(index.Ended.Select(id => StoredLifecycles.FindAsync(redis.Steps, id, cancellation).AsTask()));
        var portfolio = (await redis.Steps.LoadAsync<Portfolio>(new StateKey(Portfolio.Kind, account), cancellation)).Value;
        return Of(
            account, portfolio, isReconciled: false, now, (int)await redis.Inboxes.WaitingAsync(InboxRoutes.Desk.Inboxes), (int)await redis.DeadLetters.CountAsync(),
            live.Trades.Concat(ended.OfType<Trade>()).DistinctBy(trade => trade.Id), live.Orders, breakers, []);
    }

    private static DeskView Of(
        string account, Portfolio? portfolio, bool isReconciled, DateTimeOffset now, int waiting, int deadLetters, IEnumerable<Trade> trades, IEnumerable<Order> orders,
        IReadOnlyList<BreakerView> breakers, IReadOnlyList<string> differences)
    {
        var state = portfolio is { IsKnown: true } ? portfolio.StateFor(Scope.OfAccount(account)).ToString() : "Unknown";
        return new DeskView(
            account, state, portfolio?.ClosedBecause(Scope.OfAccount(account)), isReconciled, now, 0, 0, waiting, deadLetters,
            portfolio?.Cash ?? 0, portfolio?.Equity ?? 0,
            [.. trades.OrderBy(trade => trade.Id.Value, StringComparer.Ordinal).Select(Of)],
            [.. orders.Where(order => !order.State.IsEnded()).OrderBy(order => order.Id.Value, StringComparer.Ordinal).Select(Of)],
            [.. (portfolio?.Holdings ?? []).Select(Of)],
            breakers,
            differences);
    }

    private static DeskView Of(Journal journal, JournalledLifecycles lifecycles, string account, bool isReconciled, DateTimeOffset now, ImmutableArray<string> differences)
    {
        var portfolio = journal.ValuesOf<Portfolio>(Portfolio.Kind).Select(one => one.Value).FirstOrDefault(one => one.Account == account);
        var view = Of(
            account, portfolio, isReconciled, now, journal.Waiting, journal.DeadLetters.Count, lifecycles.Trades, lifecycles.Orders,
            [.. journal.ValuesOf<Breaker>("breaker").Select(one => Of(one.Owner, one.Value))], differences);
        return view with { Sequence = journal.Sequence, Recovered = journal.Recovered };
    }

    private static TradeView Of(Trade trade) => new(
        trade.Id.Value, trade.Scope.Strategy, trade.Scope.Symbol.Value, trade.Direction.ToString(), trade.State.ToString(), trade.Held,
        trade.EntryFilled == 0 ? 0 : decimal.Round(trade.EntryValue / trade.EntryFilled, 4), trade.StopPrice is { } stop ? stop.ToDecimal() : null,
        trade.Held == 0 ? trade.ProfitAndLoss : 0, trade.OpenedAt);

    private static OrderView Of(Order order) => new(
        order.Id.Value, order.Ticket.Scope.Symbol.Value, order.Terms.Side.ToString(), order.Terms.Type.ToString(), order.Terms.Quantity, order.Filled, order.State.ToString(), order.BrokerOrderId);

    private static PositionView Of(Holding holding) => new(
        holding.Strategy, holding.Symbol.Value, holding.Quantity, decimal.Round(holding.AveragePrice, 4), holding.Mark.ToDecimal(), decimal.Round(holding.OpenProfit, 2));

    internal static BreakerView Of(string name, Breaker breaker) => new(
        name, breaker.State.ToString(), breaker.Since, breaker.OpenUntil, breaker.Statistics.Calls, breaker.Statistics.Denials, breaker.Statistics.Trips, breaker.LastTrip?.Evidence);
}
