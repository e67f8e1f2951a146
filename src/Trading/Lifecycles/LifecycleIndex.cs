using System.Collections.Immutable;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Lifecycles;

/// <summary>Which trades and orders go on, and when each wants to be woken: what a host that keeps them in a shared store looks at first.</summary>
public sealed record LifecycleIndex
{
    /// <summary>How many ended trades are listed for a person to look at. Ended trades themselves are kept on.</summary>
    public const int MostEndedListed = 128;

    /// <summary>When one that was woken and stayed as it was is woken again: its wake may have been handled where the clock is behind.</summary>
    public static readonly TimeSpan WakeAgainAfter = TimeSpan.FromMinutes(5);

    public static LifecycleIndex Empty { get; } = new();

    /// <summary>Trades that have not ended.</summary>
    public ImmutableArray<LiveTrade> Trades { get; init; } = [];

    /// <summary>Orders that have not ended, and those that have and still miss fills.</summary>
    public ImmutableArray<LiveOrder> Orders { get; init; } = [];

    /// <summary>The trades that ended last, oldest first.</summary>
    public ImmutableArray<TradeId> Ended { get; init; } = [];

    /// <summary>The earliest time at which one of them wants to be woken, in UTC; null where none does.</summary>
    public DateTimeOffset? NextWake()
    {
        DateTimeOffset? next = null;
        foreach (var trade in Trades)
            if (trade.Due is { } due && !(next <= due)) next = due;
        foreach (var order in Orders)
            if (order.Due is { } due && !(next <= due)) next = due;
        return next;
    }

    /// <summary>The index with a trade as it is now; the same object where that changes nothing.</summary>
    public LifecycleIndex With(Trade trade)
    {
        var at = PlaceOf(trade.Id);
        var now = at >= 0 && Trades[at].Wish == trade.Deadline ? Trades[at] : new LiveTrade(trade.Id, trade.Deadline, trade.Deadline);
        if (!trade.State.IsEnded())
        {
            if (at < 0) return this with { Trades = Trades.Add(now), Ended = Ended.Remove(trade.Id) };
            return Trades[at] == now ? this : this with { Trades = Trades.SetItem(at, now) };
        }
        if (at < 0) return this;
        var ended = Ended.Add(trade.Id);
        return this with { Trades = Trades.RemoveAt(at), Ended = ended.Length > MostEndedListed ? ended.RemoveAt(0) : ended };
    }

    /// <summary>The index with an order as it is now; the same object where that changes nothing.</summary>
    public LifecycleIndex With(Order order)
    {
        var (at, wish) = (PlaceOf(order.Id), OrderLifecycle.DueAt(order));
        var now = at >= 0 && Orders[at].Wish == wish ? Orders[at] : new LiveOrder(order.Id, wish, wish);
        if (order.State.IsEnded() && wish is null) return at < 0 ? this : this with { Orders = Orders.RemoveAt(at) };
        if (at < 0) return this with { Orders = Orders.Add(now) };
        return Orders[at] == now ? this : this with { Orders = Orders.SetItem(at, now) };
    }

    /// <summary>The index after those whose time has come were woken.</summary>
    public LifecycleIndex Woken(DateTimeOffset now) => this with
    {
        Trades = [.. Trades.Select(trade => trade.Due <= now ? trade with { Due = now + WakeAgainAfter } : trade)],
        Orders = [.. Orders.Select(order => order.Due <= now ? order with { Due = now + WakeAgainAfter } : order)],
    };

    private int PlaceOf(TradeId id)
    {
        for (var i = 0; i < Trades.Length; i++)
            if (Trades[i].Id == id) return i;
        return -1;
    }

    private int PlaceOf(OrderId id)
    {
        for (var i = 0; i < Orders.Length; i++)
            if (Orders[i].Id == id) return i;
        return -1;
    }
}

/// <summary>A trade that goes on.</summary>
/// <param name="Wish">When it wants to be woken, in UTC; null when it waits for nothing.</param>
/// <param name="Due">When it is woken next, in UTC: at the time of its wish, and later again where that changed nothing.</param>
public sealed record LiveTrade(TradeId Id, DateTimeOffset? Wish, DateTimeOffset? Due);

/// <summary>An order that goes on.</summary>
/// <param name="Wish">When it wants to be woken, in UTC; null when it waits for nothing.</param>
/// <param name="Due">When it is woken next, in UTC: at the time of its wish, and later again where that changed nothing.</param>
public sealed record LiveOrder(OrderId Id, DateTimeOffset? Wish, DateTimeOffset? Due);
