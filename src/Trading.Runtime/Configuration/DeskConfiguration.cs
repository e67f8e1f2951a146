using System.Collections.Immutable;
using Trading.Positions;
using Trading.Risk;
using Trading.Runtime.Exchange;
using Trading.Runtime.Redis;
using Trading.Trades;

namespace Trading.Runtime.Configuration;

/// <summary>All that is configured of a desk, checked and ready to use.</summary>
public sealed record DeskConfiguration
{
    /// <summary>The account's name in ids and limits.</summary>
    public required string Account { get; init; }

    public required ImmutableArray<ConfiguredStrategy> Strategies { get; init; }

    public required RiskSettings Risk { get; init; }

    public required TradeSettings Trades { get; init; }

    public required WatchSettings Watch { get; init; }

    public required ExchangeOptions Exchange { get; init; }

    public required BrokersConfiguration Brokers { get; init; }

    /// <summary>The Redis that the processes of a desk share, without its password.</summary>
    public required RedisSettings Redis { get; init; }

    /// <summary>How often the risk gate marks the portfolio to the market between reviews and fills.</summary>
    public required TimeSpan RiskInterval { get; init; }

    /// <summary>Every setting there is, with its value here and its default, in the order of the documentation.</summary>
    public required ImmutableArray<SettingDefinition> Definitions { get; init; }
}
