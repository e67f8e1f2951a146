using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Positions;
using Trading.Risk;
using Trading.Runtime.Exchange;
using Trading.Runtime.State;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Runtime.Backtesting;

/// <summary>What a desk in virtual time runs.</summary>
public sealed record VirtualDeskSettings
{
    /// <summary>How many ended trades a backtest keeps.</summary>
    public const int UsualEndedTradesKept = 8;

    /// <summary>The account's name on the desk.</summary>
    public required string Account { get; init; }

    public required ImmutableArray<(Symbol Symbol, BarPeriod Period)> Watched { get; init; }

    public required ImmutableArray<RunningStrategy> Strategies { get; init; }

    public required RiskSettings Risk { get; init; }

    public TradeSettings Trades { get; init; } = TradeSettings.Default;

    public WatchSettings Watch { get; init; } = new();

    /// <summary>Makes the store of the portfolio, the desk and the position books.</summary>
    public Func<IStateStore> MakeStore { get; init; } = static () => new InMemoryStateStore();

    public ExchangeOptions Exchange { get; init; } = new();

    /// <summary>How many ended trades, with their orders, are kept once time has moved on.</summary>
    /// <remarks>
    /// The exchange tells all there is at once, so nothing is heard of a trade that ended at an earlier time. What has not been touched
    /// for long is slow to let go of: it left the processor's cache, and each collection of garbage has carried it along.
    /// </remarks>
    public int EndedTradesKept { get; init; } = UsualEndedTradesKept;

    /// <summary>How often the risk gate marks the portfolio to the market between reviews and fills.</summary>
    public TimeSpan RiskInterval { get; init; } = TimeSpan.FromMinutes(5);
}
