using System.Text.Json.Serialization;
using Trading.MarketData;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Positions;

/// <summary>One trade in the position book: what it holds, what was planned, and what is remembered of the market.</summary>
/// <remarks>The fills, the opening and the closing of a trade may be heard of in any order; each fills in its part.</remarks>
public sealed record WatchedTrade
{
    public required Position Position { get; init; }

    /// <summary>The plan, once the opening of the trade was heard of.</summary>
    public TradePlan? Plan { get; init; }

    /// <summary>The average entry the trade opened with, in dollars a share.</summary>
    public decimal AverageEntry { get; init; }

    /// <summary>When the trade opened, in UTC; meaningful once the plan is there.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>When the trade closed, in UTC; null while nobody said so.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    public Watch Watch { get; init; }

    /// <summary>What was last wanted for the trade, to say it again when its cause comes again.</summary>
    public Wanted? Wanted { get; init; }

    /// <summary>Whether it holds shares whose excursion is followed.</summary>
    [JsonIgnore]
    public bool IsOpen => !Position.IsFlat && ClosedAt is null;

    /// <summary>Whether its policies are followed: it is open, planned, and holds shares in the direction of its plan.</summary>
    [JsonIgnore]
    public bool IsWatched => Plan is { } plan && ClosedAt is null && (plan.Direction == TradeDirection.Long ? Position.Quantity > 0 : Position.Quantity < 0);

    /// <summary>Whether nothing more is expected of it.</summary>
    [JsonIgnore]
    public bool IsDone => Position.IsFlat && ClosedAt is not null;

    /// <summary>Moves what the watch saw into the position's excursion.</summary>
    internal WatchedTrade Bank() => Watch.Low.IsPositive
        ? this with { Position = Position.Observe(Watch.High, Watch.Low), Watch = Watch with { High = default, Low = default } }
        : this;

    /// <summary>Books an execution, after what the watch saw of the shares held before it.</summary>
    internal WatchedTrade Book(Fill fill) => Watch.Low.IsPositive
        ? this with { Position = Position.Apply(fill, Watch.High, Watch.Low), Watch = Watch with { High = default, Low = default } }
        : this with { Position = Position.Apply(fill) };

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
