using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Trading.MarketData;
using Trading.Trades;

namespace Trading.Risk;

/// <summary>What one approved trade has reserved and holds.</summary>
/// <remarks>
/// Fills turn the reservation into shares held. It outlives <see cref="EnterBy"/>, for an entry that was sent in time may
/// still be working: it ends with the trade, or at <see cref="ReservedUntil"/> at the latest.
/// </remarks>
public sealed record TradeExposure
{
    public required TradeId Id { get; init; }
    public required string Strategy { get; init; }
    public required Symbol Symbol { get; init; }
    public required TradeDirection Direction { get; init; }
    public string Sector { get; init; } = "";

    /// <summary>Shares approved; zero for a trade that is known by its fills alone.</summary>
    public decimal Approved { get; init; }

    /// <summary>Approved shares that may still be bought, or sold short; never below zero.</summary>
    public decimal Reserved { get; init; }

    /// <summary>Dollars a share that the reservation counts with: the highest price of the entry.</summary>
    public decimal ReservedPrice { get; init; }

    /// <summary>The last moment at which the entry may be sent, in UTC.</summary>
    public DateTimeOffset EnterBy { get; init; }

    /// <summary>When no order of the entry can be working any more, in UTC; null for one that is good until canceled.</summary>
    public DateTimeOffset? ReservedUntil { get; init; }

    /// <summary>Shares held with their sign, by the fills booked.</summary>
    public decimal Held { get; init; }

    /// <summary>The ids of the executions booked, by which a fill told twice is known.</summary>
    public ImmutableArray<string> Executions { get; init; } = [];

    /// <summary>Whether the trade said that it ended. What it still holds is sold by fills not yet heard of.</summary>
    public bool HasEnded { get; init; }

    /// <summary>Whether its profit or loss has been counted in the streaks.</summary>
    public bool IsCounted { get; init; }

    /// <summary>Dollars reserved.</summary>
    [JsonIgnore]
    public decimal ReservedNotional => Reserved == 0 ? 0 : Reserved * ReservedPrice;

    internal bool IsOpen => Held != 0 || (Reserved > 0 && !HasEnded);
}
