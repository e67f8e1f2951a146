using System.Text.Json.Serialization;
using Trading.MarketData;
using Trading.Orders;

namespace Trading.Positions;

/// <summary>A rule that moves a trade's stop or ends the trade. Several may hold at once; the tightest stop wins.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Fixed), "fixed")]
[JsonDerivedType(typeof(AverageTrueRange), "atr")]
[JsonDerivedType(typeof(Trailing), "trailing")]
[JsonDerivedType(typeof(BreakEven), "breakEven")]
[JsonDerivedType(typeof(ProfitTarget), "profitTarget")]
[JsonDerivedType(typeof(TimeLimit), "timeLimit")]
public abstract record StopPolicy
{
    /// <summary>The stop stays where it was set.</summary>
    public sealed record Fixed(Price Price) : StopPolicy;

    /// <summary>The stop follows the best price at a multiple of Wilder's average true range over a number of bars.</summary>
    public sealed record AverageTrueRange(int Period, decimal Multiple) : StopPolicy;

    /// <summary>The stop follows the best price at a distance.</summary>
    public sealed record Trailing(Trail Trail) : StopPolicy;

    /// <summary>Once the trade has gained a multiple of its first risk, the stop goes to the entry price plus an offset.</summary>
    public sealed record BreakEven(decimal AfterRisk, Price Offset) : StopPolicy;

    /// <summary>Leave at a price that gains a multiple of the first risk.</summary>
    public sealed record ProfitTarget(decimal Risk) : StopPolicy;

    /// <summary>Leave when the trade has been open for a time.</summary>
    public sealed record TimeLimit(TimeSpan After) : StopPolicy;
}
