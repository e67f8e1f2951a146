using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Positions;

/// <summary>What one trade holds and what it made, computed from its fills. Shares and dollars are exact.</summary>
/// <remarks>
/// <para>Shares leave in the order they came (FIFO, the default of 26 CFR 1.1012-1(c)). The position is a function of its
/// fills and splits in the order of their own times, so that hearing of them in any order, or twice, ends in the same
/// position; opening executions go before closing ones of the same time, then the execution id decides.</para>
/// <para>Nothing is lost to rounding: minus the sum of quantity times price over all fills equals
/// <see cref="GrossRealised"/> minus <see cref="Value"/>, exactly.</para>
/// </remarks>
public sealed record Position
{
    public required TradeId TradeId { get; init; }

    public required Scope Scope { get; init; }

    /// <summary>Every execution, in order of time.</summary>
    public ImmutableArray<Fill> Fills { get; init; } = [];

    /// <summary>Every split while the trade was there, in order of time.</summary>
    public ImmutableArray<PositionSplit> Splits { get; init; } = [];

    /// <summary>The shares held, oldest first; all of one sign.</summary>
    public ImmutableArray<Lot> Lots { get; init; } = [];

    /// <summary>Shares held with their sign: short below zero.</summary>
    public decimal Quantity { get; init; }

    /// <summary>What is held cost in dollars, with the sign of the quantity.</summary>
    public decimal Value { get; init; }

    /// <summary>Dollars made on shares that left, before fees.</summary>
    public decimal GrossRealised { get; init; }

    /// <summary>Commission and fees of all fills, in dollars.</summary>
    public decimal Fees { get; init; }

    /// <summary>Shares that opened or added since it was last flat, with their sign; kept when it is flat again.</summary>
    public decimal Entered { get; init; }

    /// <summary>Their cost in dollars, with their sign.</summary>
    public decimal EnteredValue { get; init; }

    /// <summary>When shares were first held since it was last flat, in UTC; kept when it is flat again.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>What the prices of the fills themselves tell of the excursion.</summary>
    public Excursion FromFills { get; init; }

    /// <summary>What the market told, against what was known to be held at the time.</summary>
    public Excursion FromMarket { get; init; }

    [JsonIgnore]
    public bool IsFlat => Math.Sign(Quantity) == 0;

    /// <summary>Dollars a share of what is held; zero when flat.</summary>
    [JsonIgnore]
    public decimal AveragePrice => Quantity == 0 ? 0 : Value / Quantity;

    /// <summary>Dollars a share of all that opened or added since it was last flat; zero before the first fill.</summary>
    [JsonIgnore]
    public decimal AverageEntry => Entered == 0 ? 0 : EnteredValue / Entered;

    /// <summary>Dollars made on shares that left, after all fees so far.</summary>
    [JsonIgnore]
    public decimal Realised => GrossRealised - Fees;

    /// <summary>How far the price ran for and against what was held.</summary>
    [JsonIgnore]
    public Excursion Excursion => FromFills.Including(FromMarket);

    /// <summary>The best price since it was opened: the highest for a long position, the lowest for a short one; zero when none was seen.</summary>
    [JsonIgnore]
    public Price BestPrice => Entered >= 0 ? Excursion.High : Excursion.Low;

    /// <summary>The worst price since it was opened.</summary>
    [JsonIgnore]
    public Price WorstPrice => Entered >= 0 ? Excursion.Low : Excursion.High;

    /// <summary>What leaving at a price would make, in dollars before fees.</summary>
    public decimal Unrealised(Price price) => (Quantity * price) - Value;

    public bool Knows(string executionId)
    {
        foreach (var fill in Fills)
            if (string.Equals(fill.ExecutionId, executionId, StringComparison.Ordinal)) return true;
        return false;
    }

    /// <summary>Books an execution, or returns the same position when it is booked already.</summary>
    /// <exception cref="ArgumentException">The quantity or the price is not above zero.</exception>
    public Position Apply(Fill fill) => PositionBooking.Apply(this, fill, FromMarket);

    /// <summary>The same, after the highest and the lowest price since the shares held last changed.</summary>
    internal Position Apply(Fill fill, Price high, Price low) => PositionBooking.Apply(this, fill, Observed(high, low));

    /// <summary>Exchanges old shares for new ones. What they cost in all stays what it was.</summary>
    /// <param name="at">The first moment at which the new shares trade, in UTC; fills of before are in old shares.</param>
    /// <remarks>A fraction of a share is kept to nine decimals; a broker that pays cash for it reports that as a sale.</remarks>
    /// <exception cref="ArgumentException">The split is of another symbol.</exception>
    public Position ApplySplit(Split split, DateTimeOffset at) => PositionBooking.ApplySplit(this, split, at);

    /// <summary>Takes in the highest and the lowest price of a time while this was held; the same position when they tell nothing new.</summary>
    public Position Observe(Price high, Price low)
    {
        var observed = Observed(high, low);
        return observed == FromMarket ? this : this with { FromMarket = observed };
    }

    private Excursion Observed(Price high, Price low) => IsFlat ? FromMarket : FromMarket.Observe(high, Quantity, Value).Observe(low, Quantity, Value);

    /// <summary>The position as it was after its first fills, by their own times.</summary>
    internal Position AfterFirst(int fills) => PositionBooking.Refold(this, Fills[..fills], Splits);
}
