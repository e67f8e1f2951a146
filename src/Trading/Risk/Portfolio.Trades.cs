using System.Collections.Immutable;
using Trading.Messages;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Risk;

public sealed partial record Portfolio
{
    /// <summary>The trade, open or ended lately; null when it is not known.</summary>
    public TradeExposure? Find(TradeId id)
    {
        if (IndexOf(Trades, id) is >= 0 and var open) return Trades[open];
        return EndedTrades.Find(id);
    }

    /// <summary>Takes in a trade that was approved.</summary>
    internal Portfolio Reserve(TradeExposure trade, DateTimeOffset now, TimeSpan kept) => this with
    {
        Trades = Trades.Add(trade),
        RecentOrders = Since(now - kept, RecentOrders).Add(new RecentOrder(trade.Id, trade.Strategy, trade.Symbol, trade.Direction, now)),
    };

    /// <summary>Takes in what was approved of a trade before the portfolio was lost. One that is known with its approval, or has ended, changes nothing.</summary>
    internal Portfolio Restored(TradeExposure approved) => Find(approved.Id) switch
    {
        null => this with { Trades = Trades.Add(approved) },
        { Approved: 0, HasEnded: false } known => Put(approved with { Reserved = Math.Max(0, approved.Reserved - Math.Abs(known.Held)), Held = known.Held, Executions = known.Executions }),
        _ => this,
    };

    /// <summary>Books an execution: reserved shares become held ones. One that was booked before changes nothing.</summary>
    /// <remarks>A fill of a trade that is not known, or has ended, is booked like any other: shares that are held are counted.</remarks>
    public Portfolio Book(Scope scope, string sector, OrderId order, Fill fill)
    {
        var trade = FindFor(order) ?? Stranger(scope, sector, order, fill);
        if (trade.Executions.Contains(fill.ExecutionId)) return this;

        var (holdings, closed, realised, average) = BookHolding(scope, sector, fill);
        var opened = (fill.Quantity - closed) * fill.Price;
        var released = (closed * average) + realised;
        var isEntry = fill.Side == trade.Direction.EntrySide();
        var (total, strategy) = Earned(scope.Strategy, realised - fill.Fee);
        var (open, ended) = Placed(trade with
        {
            Held = trade.Held + fill.SignedQuantity,
            Reserved = isEntry ? Math.Max(0, trade.Reserved - fill.Quantity) : trade.Reserved,
            Executions = trade.Executions.Add(fill.ExecutionId),
        });
        return this with
        {
            Holdings = holdings,
            Cash = Cash - (fill.SignedQuantity * fill.Price) - fill.Fee,
            BuyingPower = BuyingPower - opened + released - fill.Fee,
            Total = total,
            Strategies = StrategiesWith(strategy),
            Trades = open,
            EndedTrades = ended,
        };
    }

    /// <summary>The entry is done: what is reserved beyond the shares the trade holds is released.</summary>
    public Portfolio Opened(TradeId id, decimal quantity)
    {
        if (Find(id) is not { } trade) return this;
        var awaited = Math.Max(0, quantity - Math.Abs(trade.Held)); // fills that are still on their way
        return trade.Reserved <= awaited ? this : Put(trade with { Reserved = awaited });
    }

    /// <summary>The trade has ended: its reservation is released.</summary>
    public Portfolio Ended(TradeId id) =>
        Find(id) is { } trade && !(trade.HasEnded && trade.Reserved == 0) ? Put(trade with { Reserved = 0, HasEnded = true }) : this;

    /// <summary>Releases the reservations of entries that cannot be working any more.</summary>
    internal Portfolio WithoutExpired(DateTimeOffset now)
    {
        var portfolio = this;
        for (var i = Trades.Length - 1; i >= 0; i--)
            if (Trades[i].Reserved > 0 && Trades[i].ReservedUntil <= now) portfolio = portfolio.Put(Trades[i] with { Reserved = 0 });
        return portfolio;
    }

    private Portfolio Put(TradeExposure trade)
    {
        var (open, ended) = Placed(trade);
        return this with { Trades = open, EndedTrades = ended };
    }

    /// <summary>The trades with one put where it belongs, among the open ones or the ended; it is among one of them.</summary>
    private (ImmutableArray<TradeExposure> Open, EndedTrades Ended) Placed(TradeExposure trade) => (IndexOf(Trades, trade.Id), trade.IsOpen) switch
    {
        ( >= 0 and var open, true) => (Trades.SetItem(open, trade), EndedTrades),
        ( >= 0 and var open, false) => (Trades.RemoveAt(open), EndedTrades.WithNewest(trade)),
        (_, true) => (Trades.Add(trade), EndedTrades.Without(trade.Id)),
        (_, false) => (Trades, EndedTrades.With(trade)),
    };

    internal Portfolio Counted(TradeId id, Scope scope, TradeDirection direction)
    {
        var trade = Find(id) ?? new TradeExposure { Id = id, Strategy = scope.Strategy, Symbol = scope.Symbol, Direction = direction };
        return Put(trade with { Reserved = 0, HasEnded = true, IsCounted = true });
    }

    /// <summary>How the account and the strategy have done with a profit; a strategy is known from its first fill on.</summary>
    private (Standing Total, Standing Strategy) Earned(string strategy, decimal profit)
    {
        var standing = StandingOf(strategy);
        return profit == 0
            ? (Total, standing)
            : (Total with { Balance = Total.Balance + profit }, standing with { Balance = standing.Balance + profit });
    }

    /// <summary>What is held after a fill, what it closed and made, and what a share held before it had cost.</summary>
    private (ImmutableArray<Holding> Holdings, decimal Closed, decimal Realised, decimal Average) BookHolding(Scope scope, string sector, Fill fill)
    {
        var at = IndexOfHolding(scope);
        var average = at < 0 ? 0 : Holdings[at].AveragePrice;
        var (after, closed, realised) = Holding.Book(at < 0 ? null : Holdings[at], scope.Strategy, scope.Symbol, sector, fill);
        var holdings = (at, after) switch
        {
            ( < 0, { }) => Holdings.Add(after),
            (_, { }) => Holdings.SetItem(at, after),
            _ => Holdings.RemoveAt(at),
        };
        return (holdings, closed, realised, average);
    }

    private int IndexOfHolding(Scope scope)
    {
        for (var i = 0; i < Holdings.Length; i++)
            if (Holdings[i].Symbol == scope.Symbol && Holdings[i].Strategy == scope.Strategy) return i;
        return -1;
    }

    /// <summary>The trade of an order: the one whose id begins the order's.</summary>
    private TradeExposure? FindFor(OrderId order)
    {
        for (var i = Trades.Length - 1; i >= 0; i--)
            if (order.IsOf(Trades[i].Id)) return Trades[i];
        return EndedTrades.Find(order.Trade);
    }

    private static TradeExposure Stranger(Scope scope, string sector, OrderId order, Fill fill)
    {
        if (!OrderId.TryParse(order.Value, out _, out var id, out var role))
            throw new ArgumentException($"'{order}' is not the id of an order.", nameof(order));
        var isLong = fill.Side.IsBuy() == (role == OrderRole.Entry);
        return new TradeExposure
        {
            Id = id,
            Strategy = scope.Strategy,
            Symbol = scope.Symbol,
            Sector = sector,
            Direction = isLong ? TradeDirection.Long : TradeDirection.Short,
        };
    }

    private static int IndexOf(ImmutableArray<TradeExposure> trades, TradeId id)
    {
        for (var i = trades.Length - 1; i >= 0; i--)
            if (trades[i].Id == id) return i;
        return -1;
    }

    private static ImmutableArray<RecentOrder> Since(DateTimeOffset time, ImmutableArray<RecentOrder> orders)
    {
        var old = 0;
        while (old < orders.Length && (orders[old].Time <= time || orders.Length - old >= RecentOrder.MostKept)) old++;
        return old == 0 ? orders : orders.RemoveRange(0, old);
    }
}
