using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;
using Trading.Agents.Ports;
using Trading.Breakers;
using TradingFunctions.Metrics;

namespace TradingFunctions.Breakers;

/// <summary>The breakers as triggered functions see them: read from their entities and kept for a second, outcomes signalled.</summary>
/// <remarks>
/// A triggered function cannot call an entity. So a closed breaker is passed by what was read a moment ago, and for at most a
/// second calls may still go to a broker that another instance has found broken. The one probe of a half-open breaker is
/// claimed by signal, and the entity is read until it names its holder; who does not get it in time is denied.
/// </remarks>
public sealed partial class EntityBreakers(DeskClient clients, BreakerOptions options, ImmutableArray<string> names, TimeProvider clock, DeskMetrics metrics, ILogger<EntityBreakers> log) : IBreakers
{
    /// <summary>How long a breaker that was read is believed.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private const int MostLooks = 20;

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    public async ValueTask<BreakerPermit> EnterAsync(string breaker, DateTimeOffset now, CancellationToken cancellation)
    {
        var known = await StatusAsync(breaker, cancellation);
        (_, var permit) = BreakerMachine.TryEnter(known, options, now);
        return permit.IsProbe ? await ClaimAsync(breaker, now, cancellation) : permit;
    }

    public async ValueTask RecordAsync(string breaker, BreakerPermit permit, BreakerOutcome outcome, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            await SignalAsync(breaker, nameof(BreakerEntity.Record), new BreakerReport(permit, outcome, now, permit.IsProbe), cancellation);
        }
#pragma warning disable CA1031 // the broker's answer is worth more than the count
        catch (Exception lost) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogLost(lost, breaker);
        }
        if (outcome.Effect is not BreakerEffect.None || permit.IsProbe) _kept.TryRemove(breaker, out _);
    }

    public async ValueTask<Breaker> StatusAsync(string breaker, CancellationToken cancellation)
    {
        Check(breaker);
        var now = clock.GetTimestamp();
        if (_kept.TryGetValue(breaker, out var kept) && clock.GetElapsedTime(kept.At, now) < KeptFor) return kept.Record.Breaker;
        var read = await ReadAsync(breaker, cancellation);
        _kept[breaker] = new Kept(read, now);
        metrics.Saw(breaker, read.Breaker.State);
        return read.Breaker;
    }

    public async ValueTask LatchAsync(string breaker, BrokerFailure? failure, string evidence, DateTimeOffset now, CancellationToken cancellation)
    {
        Check(breaker);
        await SignalAsync(breaker, nameof(BreakerEntity.Latch), new BreakerLatch(failure, evidence, now), cancellation);
        _kept.TryRemove(breaker, out _);
    }

    public async ValueTask ResetAsync(string breaker, DateTimeOffset now, CancellationToken cancellation)
    {
        Check(breaker);
        await SignalAsync(breaker, nameof(BreakerEntity.Reset), now, cancellation);
        _kept.TryRemove(breaker, out _);
    }

    private async ValueTask<BreakerPermit> ClaimAsync(string breaker, DateTimeOffset now, CancellationToken cancellation)
    {
        var holder = Guid.NewGuid().ToString("N");
        await SignalAsync(breaker, nameof(BreakerEntity.ClaimProbe), new ProbeClaim(holder, now), cancellation);
        for (var look = 0; look < MostLooks; look++)
        {
            await Task.Delay(BetweenLooks, clock, cancellation);
            var read = await ReadAsync(breaker, cancellation);
            if (read.Breaker.ProbeUntil is null && read.Breaker.State != BreakerState.Closed) continue; // the claim is on its way
            if (read.ProbeHolder == holder) return new BreakerPermit(true, read.Breaker.Generation, true, null, "");
            (_, var permit) = BreakerMachine.TryEnter(read.Breaker, options, now);
            if (!permit.IsProbe) return permit;
        }
        return new BreakerPermit(false, 0, false, now + KeptFor, "another call is the probe, or the claim to be it was not answered");
    }

    private async Task<BreakerRecord> ReadAsync(string breaker, CancellationToken cancellation) =>
        (await clients.Current.Entities.GetEntityAsync<BreakerRecord>(IdOf(breaker), cancellation))?.State
            ?? new BreakerRecord(Breaker.StartingAt(clock.GetUtcNow()));

    private Task SignalAsync(string breaker, string operation, object input, CancellationToken cancellation) =>
        clients.Current.Entities.SignalEntityAsync(IdOf(breaker), operation, input, options: null, cancellation);

    private static EntityInstanceId IdOf(string breaker) => new(nameof(BreakerEntity), breaker);

    private void Check(string breaker)
    {
        if (!names.Contains(breaker)) throw new ArgumentException($"There is no breaker '{breaker}'; there are {string.Join(", ", names)}.", nameof(breaker));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What came of a call through {Breaker} could not be recorded")]
    private partial void LogLost(Exception lost, string breaker);

    private sealed record Kept(BreakerRecord Record, long At);
}
