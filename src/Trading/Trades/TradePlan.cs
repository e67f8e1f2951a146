using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Orders;
using Trading.Positions;

namespace Trading.Trades;

/// <summary>What a strategy wants: which way, at which price, and how to get out again.</summary>
public sealed record TradePlan
{
    public required TradeDirection Direction { get; init; }

    /// <summary>The price the strategy decided at, such as the close of the signal's bar.</summary>
    public required Price ReferencePrice { get; init; }

    /// <summary>When the strategy decided, in UTC.</summary>
    public required DateTimeOffset SignaledAt { get; init; }

    /// <summary>How long the signal may be acted on.</summary>
    public TimeSpan ValidFor { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Market, limit, stop or stop-limit.</summary>
    public OrderType EntryType { get; init; } = OrderType.Market;

    public TimeInForce EntryTimeInForce { get; init; } = TimeInForce.Day;

    /// <summary>The worst entry price, for limit and stop-limit entries.</summary>
    public Price? EntryLimit { get; init; }

    /// <summary>The price that wakes a stop or stop-limit entry.</summary>
    public Price? EntryTrigger { get; init; }

    /// <summary>The protective stop that goes to the broker with the entry; null for a trade without one.</summary>
    public Price? StopPrice { get; init; }

    /// <summary>The profit target that goes to the broker with the entry; null for none.</summary>
    public Price? TargetPrice { get; init; }

    /// <summary>How the stop is moved and when the trade is left by time, watched by position management.</summary>
    public ImmutableArray<StopPolicy> StopPolicies { get; init; } = [];

    /// <summary>The average true range in dollars at the signal, for sizing by volatility; null when the strategy has none.</summary>
    public Price? AverageTrueRange { get; init; }

    /// <summary>Why, for a person: <c>EMA 20 crossed above EMA 50</c>.</summary>
    public required string Reason { get; init; }
}
