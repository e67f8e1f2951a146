using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.MarketData;

namespace Trading.Runtime.Desks;

/// <summary>Where a desk trades: one account at one broker, with its news and its market data.</summary>
/// <remarks>The desk calls from one thread at a time.</remarks>
public interface IVenue : IAsyncDisposable
{
    IBroker Broker { get; }

    /// <summary>Whose answers the broker gives, and the breaker its calls pass.</summary>
    (BrokerKind Kind, string Breaker) Guard { get; }

    IMarketDataSource MarketData { get; }

    IBarHistory History { get; }

    /// <summary>The bars that are watched.</summary>
    ImmutableArray<(Symbol Symbol, BarPeriod Period)> Watched { get; }

    /// <summary>When something happens next, for a venue that replays the past as fast as it is asked to; null where time passes by itself.</summary>
    DateTimeOffset? NextTime { get; }

    /// <summary>Whether nothing comes any more.</summary>
    bool HasEnded { get; }

    /// <summary>Lets everything happen that happens until a time, in UTC. Called again with a time that has passed it does nothing.</summary>
    ValueTask AdvanceAsync(DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Takes the oldest piece of news of an order that has not been taken yet.</summary>
    bool TryTakeUpdate([NotNullWhen(true)] out BrokerUpdate? update);
}
