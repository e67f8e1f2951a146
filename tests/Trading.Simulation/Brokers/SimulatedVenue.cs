using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.MarketData;
using Trading.Runtime.Brokers;
using Trading.Runtime.Desks;
using Trading.Runtime.Resilience;

namespace Trading.Simulation;

/// <summary>Where a desk on one machine trades: the broker that misbehaves, the feed, and what its stream brought.</summary>
internal sealed class SimulatedVenue(IBroker broker, BrokerKind kind, MarketFeed feed) : IVenue
{
    private readonly Queue<BrokerUpdate> _news = [];

    public string Account => broker.Account;

    public string Breaker { get; } = kind == BrokerKind.Schwab ? BreakerNames.Schwab : BreakerNames.AlpacaPaper;

    public IMarketDataSource MarketData => feed;

    public IBarHistory History => feed;

    public IMarketDataSource NewBars => feed;

    public TimeSpan? SweepsEvery => null;

    public ImmutableArray<(Symbol Symbol, BarPeriod Period)> Watched { get; } = [.. DeskRules.Symbols.Select(symbol => (symbol, DeskRules.Period))];

    public DateTimeOffset? NextTime => null;

    public bool HasEnded => false;

    public void Bring(BrokerUpdate update) => _news.Enqueue(update);

    /// <summary>What was brought and not taken is gone with the process.</summary>
    public void Forget() => _news.Clear();

    public IBroker Open(VenueParts parts) => new GuardedBroker(broker, kind, parts.Breakers, Breaker, parts.Clock);

    public ValueTask<AccountProblem?> ProblemAsync(CancellationToken cancellation) => new(default(AccountProblem));

    public bool TryTakeSweep(out DateTimeOffset since)
    {
        since = default;
        return false;
    }

    public ValueTask AdvanceAsync(DateTimeOffset now, CancellationToken cancellation) => ValueTask.CompletedTask;

    public bool TryTakeUpdate([NotNullWhen(true)] out BrokerUpdate? update) => _news.TryDequeue(out update);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
