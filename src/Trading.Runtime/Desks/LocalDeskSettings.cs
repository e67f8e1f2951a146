using System.Collections.Immutable;
using Trading.Breakers;
using Trading.MarketData;
using Trading.Positions;
using Trading.Risk;
using Trading.Runtime.Configuration;
using Trading.Runtime.Delivery;
using Trading.Runtime.Journals;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Runtime.Desks;

/// <summary>What a local desk runs.</summary>
public sealed record LocalDeskSettings
{
    /// <summary>What is configured, for the bars that a venue has.</summary>
    /// <param name="period">The bars of strategies that name none.</param>
    public static LocalDeskSettings Of(DeskConfiguration configuration, IVenue venue, BarPeriod period) => new()
    {
        Strategies = [.. configuration.Strategies.Select(strategy => strategy.On(configuration.Account, venue.Watched.Select(one => one.Symbol).Distinct(), period))],
        Risk = configuration.Risk,
        Trades = configuration.Trades,
        Watch = configuration.Watch,
        RiskInterval = configuration.RiskInterval,
    };

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
