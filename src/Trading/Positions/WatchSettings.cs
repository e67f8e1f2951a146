using System.Collections.Immutable;
using Trading.MarketData;

namespace Trading.Positions;

/// <summary>The habits of position management.</summary>
public sealed record WatchSettings
{
    public static WatchSettings Default { get; } = new();

    /// <summary>
    /// How long the price may stay beyond a stop or target that rests at the broker before the trade is left by the desk.
    /// Longer than the broker takes to fill and to tell.
    /// </summary>
    public TimeSpan BackstopGrace { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The shortest time between two moves of a stop, so that quotes do not eat the broker's rate limit.</summary>
    public TimeSpan BetweenStopMoves { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The bars each strategy reads, for an average true range of the same bars. A strategy not named here: the first bars heard.</summary>
    public ImmutableDictionary<string, BarPeriod> StrategyBars { get; init; } = ImmutableDictionary<string, BarPeriod>.Empty;

    /// <summary>How many closed trades of a symbol are remembered, so that a message that comes again is known for what it is.</summary>
    public int ClosedTradesKept { get; init; } = 8;
}
