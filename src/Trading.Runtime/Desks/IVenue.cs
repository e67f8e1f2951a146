using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Runtime.Brokers;

namespace Trading.Runtime.Desks;

/// <summary>Where a desk trades: one account at one broker, with its news and its market data.</summary>
/// <remarks>The desk calls from one thread at a time, and opens it before it asks anything.</remarks>
public interface IVenue : IAsyncDisposable
{
    /// <summary>The account's name on the desk.</summary>
    string Account { get; }

    /// <summary>The breaker that calls to the account pass.</summary>
    string Breaker { get; }

    IMarketDataSource MarketData { get; }

    IBarHistory History { get; }

    /// <summary>The bars that the desk polls: each of those watched is told once, when the venue has it.</summary>
    IMarketDataSource NewBars { get; }

    /// <summary>The bars that are watched.</summary>
    ImmutableArray<(Symbol Symbol, BarPeriod Period)> Watched { get; }

    /// <summary>When something happens next, for a venue that replays the past as fast as it is asked to; null where time passes by itself.</summary>
    DateTimeOffset? NextTime { get; }

    /// <summary>Whether nothing comes any more.</summary>
    bool HasEnded { get; }

    /// <summary>How often the broker is asked for open orders, because nothing else tells of them; null where news comes by itself.</summary>
    TimeSpan? SweepsEvery { get; }

    /// <summary>Opens the way to the account. Every call to what is returned passes the breaker once.</summary>
    IBroker Open(VenueParts parts);

    /// <summary>Why nothing may trade on the account; null when it is as configured.</summary>
    ValueTask<AccountProblem?> ProblemAsync(CancellationToken cancellation);

    /// <summary>Lets everything happen that happens until a time, in UTC. Called again with a time that has passed it does nothing.</summary>
    ValueTask AdvanceAsync(DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Takes the oldest piece of news of an order that has not been taken yet.</summary>
    bool TryTakeUpdate([NotNullWhen(true)] out BrokerUpdate? update);

    /// <summary>Whether news may have been missed since this was last asked, and from when, in UTC, ended orders are wanted.</summary>
    bool TryTakeSweep(out DateTimeOffset since);
}
