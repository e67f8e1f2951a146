using System.Text.Json.Serialization;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Positions;

/// <summary>One trade in the position book: what it holds, what was planned, and what is remembered of the market.</summary>
/// <remarks>The fills, the opening and the closing of a trade may be heard of in any order; each fills in its part.</remarks>
public sealed record WatchedTrade
{
    private Watch _watch;
    private Wanted? _wanted;

    public required Position Position { get; init; }

    /// <summary>The plan, once the opening of the trade was heard of.</summary>
    public TradePlan? Plan { get; init; }

    /// <summary>The average entry the trade opened with, in dollars a share.</summary>
    public decimal AverageEntry { get; init; }

    /// <summary>When the trade opened, in UTC; meaningful once the plan is there.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>When the trade closed, in UTC; null while nobody said so.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    public Watch Watch { get => _watch; init => _watch = value; }

    /// <summary>The same, not copied.</summary>
    internal ref readonly Watch WatchInPlace => ref _watch;

    /// <summary>What was last wanted for the trade, to say it again when its cause comes again.</summary>
    public Wanted? Wanted { get => _wanted; init => _wanted = value; }

    /// <summary>Whether it holds shares whose excursion is followed.</summary>
    [JsonIgnore]
    public bool IsOpen => !Position.IsFlat && ClosedAt is null;

    /// <summary>Whether its policies are followed: it is open, planned, and holds shares in the direction of its plan.</summary>
    [JsonIgnore]
    public bool IsWatched => Plan is { } plan && ClosedAt is null && Math.Sign(Position.Quantity) == plan.Direction.Sign();

    /// <summary>Whether nothing more is expected of it.</summary>
    [JsonIgnore]
    public bool IsDone => Position.IsFlat && ClosedAt is not null;

    /// <summary>The trade that its first execution makes.</summary>
    internal static WatchedTrade First(TradeId trade, Scope scope, Fill fill) => new() { Position = PositionBooking.First(trade, scope, fill) };

    /// <summary>A trade of which no execution is known.</summary>
    internal static WatchedTrade Empty(TradeId trade, string account) => new() { Position = new Position { TradeId = trade, Scope = trade.ScopeIn(account) } };

    /// <summary>Books an execution, after what a watch saw of the shares held before it; the same trade when it is booked already.</summary>
    internal WatchedTrade Book(Fill fill, in Watch watch) =>
        Position.Knows(fill.ExecutionId) ? this
        : watch.Low.IsPositive ? (this with { Position = Position.Apply(fill, watch.High, watch.Low) }).Banked(watch)
        : this with { Position = Position.Apply(fill), Watch = watch };

    /// <summary>Takes in the plan of the opening; the same trade when it is known already.</summary>
    internal WatchedTrade Open(TradeOpened opened, in Watch watch) => Plan is not null ? this : this with
    {
        Plan = opened.Plan,
        AverageEntry = opened.AverageEntry,
        OpenedAt = opened.OpenedAt,
        Watch = watch,
    };

    /// <summary>Stops watching, after what a watch saw; the same trade when it is closed already.</summary>
    internal WatchedTrade Close(DateTimeOffset at, in Watch watch) =>
        ClosedAt is not null ? this
        : watch.Low.IsPositive ? (this with { Position = Position.Observe(watch.High, watch.Low), ClosedAt = at }).Banked(watch)
        : this with { Watch = watch, ClosedAt = at };

    /// <summary>Begins to follow its policies: of a trade that is still in the making, so that it need not be made twice.</summary>
    internal WatchedTrade Begin(in Watch watch, Wanted? wanted)
    {
        (_watch, _wanted) = (watch, wanted);
        return this;
    }

    /// <summary>Moves what the watch saw into the position's excursion.</summary>
    private WatchedTrade Bank() =>
        _watch.Low.IsPositive ? (this with { Position = Position.Observe(_watch.High, _watch.Low) }).Banked(_watch) : this;

    /// <summary>Takes a watch without what it saw: of a trade that is still in the making, so that it need not be made twice.</summary>
    private WatchedTrade Banked(in Watch watch)
    {
        _watch = watch;
        (_watch.High, _watch.Low) = (default, default);
        return this;
    }

    /// <summary>Puts the position, the plan and the watch into new shares.</summary>
    internal WatchedTrade ApplySplit(Split split, DateTimeOffset at)
    {
        var (to, from) = (split.To, split.From);
        if (Position.Splits.Contains(new PositionSplit(to, from, at))) return this;
        var banked = Bank();
        return banked with
        {
            Position = banked.Position.ApplySplit(split, at),
            Plan = Plan is null ? null : SplitAdjustment.Scale(Plan, to, from),
            AverageEntry = AverageEntry * from / to,
            Watch = SplitAdjustment.Scale(banked.Watch, to, from),
        };
    }
}
