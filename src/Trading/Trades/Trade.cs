using System.Collections.Immutable;
using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;

namespace Trading.Trades;

/// <summary>The state of one trade and all that happened to it. Changed by <see cref="TradeLifecycle"/> alone.</summary>
public sealed record Trade
{
    private readonly OptionalTime _deadline;
    private readonly OptionalTime _openedAt;
    private readonly OrderId _retryAfter;

    public required TradeId Id { get; init; }
    public required Scope Scope { get; init; }
    public required TradePlan Plan { get; init; }
    public required TradeSettings Settings { get; init; }

    public TradeState State { get; init; }

    /// <summary>Shares the risk gate approved; zero before that.</summary>
    public decimal Quantity { get; init; }

    /// <summary>The protective stop wanted now; moved by position management.</summary>
    public Price? StopPrice { get; init; }

    /// <summary>Every order the trade ever placed, in order.</summary>
    public ImmutableArray<TradeOrder> Orders { get; init; } = [];

    /// <summary>Why the trade is to be left, once it is.</summary>
    public ExitReason? ExitReason { get; init; }

    /// <summary>The price the exit was decided at.</summary>
    public Price? ExitReference { get; init; }

    /// <summary>When the state it waits in is given up or escalated, in UTC.</summary>
    public DateTimeOffset? Deadline { get => _deadline; init => _deadline = value; }

    /// <summary>The order that the deadline is about: a dead stop or exit to be sent again, or a stop the broker has not told of.</summary>
    public OrderId? RetryAfter { get => OrderId.OrNull(_retryAfter); init => _retryAfter = value ?? default; }

    /// <summary>When the trade first held shares, in UTC.</summary>
    public DateTimeOffset? OpenedAt { get => _openedAt; init => _openedAt = value; }

    public History<TradeState> History { get; init; } = History<TradeState>.Empty;

    public TradeDirection Direction => Plan.Direction;

    public decimal EntryFilled => Traded(entry: true).Shares;
    public decimal EntryValue => Traded(entry: true).Dollars;

    /// <summary>Shares left, less those that were bought back because too many were sold.</summary>
    public decimal ExitFilled => Traded(entry: false).Shares;
    public decimal ExitValue => Traded(entry: false).Dollars;

    /// <summary>Shares held: entered and not left. Below zero when more was sold than held.</summary>
    public decimal Held
    {
        get
        {
            var held = 0m;
            var entryIsBuy = Direction.EntrySide().IsBuy();
            foreach (var order in Orders)
                if (order.HasFilled) held += order.Terms.Side.IsBuy() == entryIsBuy ? order.Filled : -order.Filled;
            return held;
        }
    }

    /// <summary>Commission and fees of all orders, in dollars.</summary>
    public decimal Fees
    {
        get
        {
            var fees = 0m;
            foreach (var order in Orders) fees += order.Fees;
            return fees;
        }
    }

    /// <summary>What the trade made, after fees, in dollars; meaningful when it is flat.</summary>
    public decimal ProfitAndLoss => (Direction.Sign() * (ExitValue - EntryValue)) - Fees;

    /// <summary>Shares and dollars of the entry, or of all that left.</summary>
    internal (decimal Shares, decimal Dollars) Traded(bool entry)
    {
        var (shares, dollars) = (0m, 0m);
        var entryIsBuy = Direction.EntrySide().IsBuy();
        foreach (var order in Orders)
        {
            if (!order.HasFilled || order.Role == OrderRole.Entry != entry) continue;
            // An exit that buys what was sold too much is on the entry's side.
            var isAgainst = order.Terms.Side.IsBuy() == entryIsBuy != entry;
            shares += isAgainst ? -order.Filled : order.Filled;
            dollars += isAgainst ? -order.FilledValue : order.FilledValue;
        }
        return (shares, dollars);
    }
}
