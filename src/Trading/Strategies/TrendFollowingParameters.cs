using Trading.Indicators;

namespace Trading.Strategies;

/// <summary>What <see cref="TrendFollowing"/> may be told. Periods are in bars.</summary>
public sealed record TrendFollowingParameters
{
    public MovingAverageKind Average { get; init; } = MovingAverageKind.Exponential;

    /// <summary>What an exponential average starts from.</summary>
    public EmaSeed Seed { get; init; } = EmaSeed.SimpleAverage;

    public int Fast { get; init; } = 20;

    /// <summary>Longer than <see cref="Fast"/>.</summary>
    public int Slow { get; init; } = 50;

    /// <summary>The simple average that the close must be above to buy and below to sell short; zero for no such filter.</summary>
    public int TrendPeriod { get; init; }

    /// <summary>The average directional index that an entry needs at least, 0 to 100; zero for no such filter.</summary>
    public double MinimumAdx { get; init; }

    public int AdxPeriod { get; init; } = 14;

    public AllowedDirections Directions { get; init; } = AllowedDirections.Long;

    public TradeProtection Protection { get; init; } = new();
}
