using System.Collections.Immutable;
using Trading.Breakers;
using Trading.Positions;
using Trading.Risk;
using Trading.Runtime.Delivery;
using Trading.Runtime.Journals;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Runtime.Desks;

/// <summary>What a local desk runs.</summary>
public sealed record LocalDeskSettings
{
    public required ImmutableArray<RunningStrategy> Strategies { get; init; }

    public required RiskSettings Risk { get; init; }

    public TradeSettings Trades { get; init; } = TradeSettings.Default;

    public WatchSettings Watch { get; init; } = new();

    public BreakerOptions Breaker { get; init; } = new();

    public JournalOptions Journal { get; init; } = new();

    public RedeliveryPolicy Redelivery { get; init; } = new();

    /// <summary>How often the risk gate marks the portfolio to the market.</summary>
    public TimeSpan RiskInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often the broker is asked for what a stream may have missed, and compared with.</summary>
    public TimeSpan ReconcileInterval { get; init; } = TimeSpan.FromMinutes(5);
}
