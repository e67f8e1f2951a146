using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Trading.Agents.Ports;
using Trading.Breakers;

namespace Trading.Runtime.Resilience;

/// <summary>The breakers of all processes that share a state store: load, decide by <see cref="BreakerMachine"/>, save if unchanged.</summary>
/// <remarks>
/// A store that is out of reach denies: whether the broker may be called is not known, and nobody can be told of what it answers.
/// What cannot be recorded then is dropped. Safe for any number of threads.
/// </remarks>
public sealed partial class SharedBreakers : IBreakers
{
    /// <summary>The kind of the values in the state store.</summary>
    public const string Kind = "breaker";

    /// <summary>How often a change is decided again because another process was faster.</summary>
    public const int MostAttempts = 50;

    /// <summary>How long after a denial for want of the store a call may ask again.</summary>
    public static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    private readonly IStateStore _store;
    private readonly FrozenDictionary<string, BreakerOptions> _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;

    /// <exception cref="ArgumentException">A breaker's options are not sound.</exception>
    public SharedBreakers(IStateStore store, IEnumerable<KeyValuePair<string, BreakerOptions>> breakers, TimeProvider clock, ILogger<SharedBreakers> log)
    {
        (_store, _clock, _log) = (store, clock, log);
        _options = breakers.ToFrozenDictionary(
            breaker => breaker.Key,
            breaker => breaker.Value.Problem() is { } problem ? throw new ArgumentException($"Breaker '{breaker.Key}': {problem}.", nameof(breakers)) : breaker.Value,
            StringComparer.Ordinal);
    }

    public async ValueTask<BreakerPermit> EnterAsync(string breaker, DateTimeOffset now, CancellationToken cancellation)
    {
        var options = OptionsOf(breaker);
        try
        {
            BreakerPermit permit = default;
            await ChangeAsync(breaker, now, state => { (state, permit) = BreakerMachine.TryEnter(state, options, now); return state; }, cancellation);
            return permit;
        }
#pragma warning disable CA1031 // whatever keeps the store from answering, a denied call is an answer
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogAway(fault, breaker);
            return new BreakerPermit(false, 0, false, now + AskAgainAfter, $"the state of the breaker is out of reach ({fault.Message})");
        }
    }

    public async ValueTask RecordAsync(string breaker, BreakerPermit permit, BreakerOutcome outcome, DateTimeOffset now, CancellationToken cancellation)
    {
        var options = OptionsOf(breaker);
        try
        {
            await ChangeAsync(breaker, now, state => BreakerMachine.Record(state, options, permit, outcome, now), cancellation);
        }
#pragma warning disable CA1031 // the broker's answer is worth more than its count
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogNotRecorded(fault, breaker, outcome.Effect);
        }
    }

    public async ValueTask<Breaker> StatusAsync(string breaker, CancellationToken cancellation)
    {
        _ = OptionsOf(breaker);
        return (await _store.LoadAsync<Breaker>(new StateKey(Kind, breaker), cancellation)).Value ?? Breaker.StartingAt(_clock.GetUtcNow());
    }

    public ValueTask LatchAsync(string breaker, BrokerFailure? failure, string evidence, DateTimeOffset now, CancellationToken cancellation)
    {
        _ = OptionsOf(breaker);
        return ChangeAsync(breaker, now, state => BreakerMachine.Latch(state, failure, evidence, now), cancellation);
    }

    public ValueTask ResetAsync(string breaker, DateTimeOffset now, CancellationToken cancellation)
    {
        _ = OptionsOf(breaker);
        return ChangeAsync(breaker, now, state => BreakerMachine.Reset(state, now), cancellation);
    }

    private async ValueTask ChangeAsync(string breaker, DateTimeOffset now, Func<Breaker, Breaker> change, CancellationToken cancellation)
    {
        var key = new StateKey(Kind, breaker);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var (stored, version) = await _store.LoadAsync<Breaker>(key, cancellation);
            var before = stored ?? Breaker.StartingAt(now);
            var after = change(before);
            if (ReferenceEquals(after, before) || await _store.TrySaveAsync(key, after, version, cancellation)) return;
        }
        throw new InvalidOperationException($"The breaker '{breaker}' changed {MostAttempts} times while it was being decided on.");
    }

    private BreakerOptions OptionsOf(string breaker) => _options.TryGetValue(breaker, out var options)
        ? options
        : throw new ArgumentException($"There is no breaker '{breaker}'; there are {string.Join(", ", _options.Keys.Order(StringComparer.Ordinal))}.", nameof(breaker));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The state of the breaker {Breaker} is out of reach; calls are denied")]
    private partial void LogAway(Exception fault, string breaker);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What came of a call ({Effect}) could not be recorded by the breaker {Breaker}")]
    private partial void LogNotRecorded(Exception fault, string breaker, BreakerEffect effect);
}
