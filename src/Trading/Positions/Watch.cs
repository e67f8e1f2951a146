using System.Text.Json.Serialization;
using Trading.MarketData;
using Trading.Trades;

namespace Trading.Positions;

/// <summary>What position management remembers of the market while it watches one trade. Times are in UTC; a price of zero is none.</summary>
/// <remarks>A value, settable because it is brought up to date in place, once a bar; whoever is given one has a copy.</remarks>
public record struct Watch
{
    /// <summary>The highest price since the shares held last changed.</summary>
    public Price High { get; set; }

    /// <summary>The lowest price since the shares held last changed.</summary>
    public Price Low { get; set; }

    /// <summary>The best price since the trade opened: the high-water mark of a long trade, the low-water mark of a short one.</summary>
    public Price Best { get; set; }

    /// <summary>The average entry the trade opened with.</summary>
    public Price Entry { get; set; }

    /// <summary>The distance of the first stop from the entry; zero for a trade that began without a stop.</summary>
    public Price Risk { get; set; }

    /// <summary>Where the trade's profit target policy leaves.</summary>
    public Price Target { get; set; }

    /// <summary>When the trade's time limit is reached; null when it has none.</summary>
    public DateTimeOffset? LeaveAt { get; set; }

    /// <summary>The protective stop wanted now.</summary>
    public Price Stop { get; set; }

    /// <summary>The average true range, for trades with a policy that needs one.</summary>
    public TrueRangeAverage Range { get; set; }

    /// <summary>Over how many bars the average is taken; zero when no policy needs it.</summary>
    public int RangePeriod { get; set; }

    /// <summary>The length of the bars the average is of, in minutes; zero until known.</summary>
    public int RangeMinutes { get; set; }

    /// <summary>The end of the last bar the average has taken in.</summary>
    public DateTimeOffset RangeUntil { get; set; }

    /// <summary>The time of the newest price it decided on; older ones decide nothing.</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>Since when the price has been beyond the stop or the target that rests at the broker.</summary>
    public DateTimeOffset? BeyondSince { get; set; }

    /// <summary>When it last moved the stop.</summary>
    public DateTimeOffset StopMovedAt { get; set; }

    /// <summary>Whether something changed that the policies have not been asked about yet.</summary>
    public bool IsDue { get; set; }

    /// <summary>Why it asked for the trade to be left, once it has; it asks once.</summary>
    public ExitReason? ExitAsked { get; set; }

    /// <summary>Whether the trade's plan is known and the policies are being followed.</summary>
    [JsonIgnore]
    public readonly bool HasBegun => Entry.IsPositive;
}
