using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Runtime.Delivery;

namespace Trading.Runtime.Desks;

/// <summary>The breakers of a desk: each change of one that decides something is a step in the journal.</summary>
/// <remarks>Counts of calls that change nothing else are kept in memory and stored with the next change. Safe for any number of threads.</remarks>
public sealed class JournalledBreakers(IStepStore store, ImmutableDictionary<string, BreakerOptions> breakers, TimeProvider clock) : IBreakers, IDisposable
{
    private const string Kind = "breaker";

    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<string, (Breaker Breaker, long Version)> _known = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => breakers.Keys.Order(StringComparer.Ordinal);

    public async ValueTask<BreakerPermit> EnterAsync(string breaker, DateTimeOffset now, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            var (before, version) = await LoadAsync(breaker, cancellation);
            var (after, permit) = BreakerMachine.TryEnter(before, breakers[breaker], now);
            await KeepAsync(breaker, before, after, version, now);
            return permit;
        }
        finally
        {
            _gate.Release();
        }
    }

    public ValueTask RecordAsync(string breaker, BreakerPermit permit, BreakerOutcome outcome, DateTimeOffset now, CancellationToken cancellation) =>
        ChangeAsync(breaker, before => BreakerMachine.Record(before, breakers[breaker], permit, outcome, now), now, cancellation);

    public async ValueTask<Breaker> StatusAsync(string breaker, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            return (await LoadAsync(breaker, cancellation)).Breaker;
        }
        finally
        {
            _gate.Release();
        }
    }

    public ValueTask LatchAsync(string breaker, BrokerFailure? failure, string evidence, DateTimeOffset now, CancellationToken cancellation) =>
        ChangeAsync(breaker, before => BreakerMachine.Latch(before, failure, evidence, now), now, cancellation);

    public ValueTask ResetAsync(string breaker, DateTimeOffset now, CancellationToken cancellation) =>
        ChangeAsync(breaker, before => BreakerMachine.Reset(before, now), now, cancellation);

    public void Dispose() => _gate.Dispose();

    private async ValueTask ChangeAsync(string breaker, Func<Breaker, Breaker> change, DateTimeOffset now, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            var (before, version) = await LoadAsync(breaker, cancellation);
            await KeepAsync(breaker, before, change(before), version, now);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask<(Breaker Breaker, long Version)> LoadAsync(string breaker, CancellationToken cancellation)
    {
        if (!breakers.ContainsKey(breaker)) throw new ArgumentException($"There is no breaker '{breaker}'; there are {string.Join(", ", Names)}.", nameof(breaker));
        if (_known.TryGetValue(breaker, out var known)) return known;
        var (stored, version) = await store.LoadAsync<Breaker>(new StateKey(Kind, breaker), cancellation);
        return _known[breaker] = (stored ?? Breaker.StartingAt(clock.GetUtcNow()), version);
    }

    private async ValueTask KeepAsync(string breaker, Breaker before, Breaker after, long version, DateTimeOffset now)
    {
        _known[breaker] = (after, version);
        if (before with { Statistics = after.Statistics } == after) return;
        var step = new Step { Agent = "breakers", Time = now, Writes = [new StateWrite(new StateKey(Kind, breaker), after, version)] };
        try
        {
            if (await store.CommitAsync(step, CancellationToken.None) == StepOutcome.Committed) _known[breaker] = (after, version + 1);
        }
        catch (IOException)
        {
            // The broker's answer is worth more than the count, and a journal that stopped stops the desk by itself.
        }
    }
}
