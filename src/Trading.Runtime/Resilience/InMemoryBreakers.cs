using System.Collections.Frozen;
using Trading.Agents.Ports;
using Trading.Breakers;

namespace Trading.Runtime.Resilience;

/// <summary>The breakers of one process.</summary>
/// <remarks>
/// Every decision is <see cref="BreakerMachine"/>'s, under a lock. The two steps that every healthy call takes, passing a
/// closed breaker and recording a success that ends no run of failures, change nothing but counts, so they are counted
/// without the lock and without garbage. Safe for any number of threads.
/// </remarks>
public sealed class InMemoryBreakers : IBreakers
{
    private readonly FrozenDictionary<string, Cell> _cells;

    /// <param name="now">When the breakers begin, in UTC.</param>
    /// <exception cref="ArgumentException">A breaker's options are not sound.</exception>
    public InMemoryBreakers(IEnumerable<KeyValuePair<string, BreakerOptions>> breakers, DateTimeOffset now) =>
        _cells = breakers.ToFrozenDictionary(
            breaker => breaker.Key,
            breaker => breaker.Value.Problem() is { } problem ? throw new ArgumentException($"Breaker '{breaker.Key}': {problem}.", nameof(breakers)) : new Cell(breaker.Value, now),
            StringComparer.Ordinal);

    /// <summary>One breaker for each broker and kind of account, all alike.</summary>
    public InMemoryBreakers(BreakerOptions options, DateTimeOffset now)
        : this([new(BreakerNames.AlpacaPaper, options), new(BreakerNames.AlpacaLive, options), new(BreakerNames.Schwab, options)], now)
    {
    }

    public ValueTask<BreakerPermit> EnterAsync(string breaker, DateTimeOffset now, CancellationToken cancellation) => new(CellOf(breaker).Enter(now));

    public ValueTask RecordAsync(string breaker, BreakerPermit permit, BreakerOutcome outcome, DateTimeOffset now, CancellationToken cancellation)
    {
        CellOf(breaker).Record(permit, outcome, now);
        return ValueTask.CompletedTask;
    }

    public ValueTask<Breaker> StatusAsync(string breaker, CancellationToken cancellation) => new(CellOf(breaker).Status());

    public ValueTask LatchAsync(string breaker, BrokerFailure? failure, string evidence, DateTimeOffset now, CancellationToken cancellation)
    {
        CellOf(breaker).Change(state => BreakerMachine.Latch(state, failure, evidence, now));
        return ValueTask.CompletedTask;
    }

    public ValueTask ResetAsync(string breaker, DateTimeOffset now, CancellationToken cancellation)
    {
        CellOf(breaker).Change(state => BreakerMachine.Reset(state, now));
        return ValueTask.CompletedTask;
    }

    private Cell CellOf(string breaker) => _cells.TryGetValue(breaker, out var cell)
        ? cell
        : throw new ArgumentException($"There is no breaker '{breaker}'; there are {string.Join(", ", _cells.Keys.Order(StringComparer.Ordinal))}.", nameof(breaker));

    private sealed class Cell(BreakerOptions options, DateTimeOffset now)
    {
        private const long None = -1;

        private readonly Lock _lock = new();
        private Breaker _breaker = Breaker.StartingAt(now);

        /// <summary>The generation while it is closed, else none.</summary>
        private long _closed;

        /// <summary>The generation while it is closed and no failure has to be forgotten, else none.</summary>
        private long _clean;

        private long _calls;
        private long _successes;

        public BreakerPermit Enter(DateTimeOffset now)
        {
            var generation = Volatile.Read(ref _closed);
            if (generation != None)
            {
                Interlocked.Increment(ref _calls);
                return new BreakerPermit(true, generation, false, null, "");
            }
            lock (_lock)
            {
                (var next, var permit) = BreakerMachine.TryEnter(_breaker, options, now);
                Set(next);
                return permit;
            }
        }

        public void Record(in BreakerPermit permit, in BreakerOutcome outcome, DateTimeOffset now)
        {
            if (outcome is { Effect: BreakerEffect.None, Failure: null } && permit.IsGranted && permit.Generation == Volatile.Read(ref _clean))
            {
                Interlocked.Increment(ref _successes);
                return;
            }
            lock (_lock) Set(BreakerMachine.Record(_breaker, options, permit, outcome, now));
        }

        public void Change(Func<Breaker, Breaker> change)
        {
            lock (_lock) Set(change(_breaker));
        }

        public Breaker Status()
        {
            lock (_lock)
            {
                var counted = _breaker.Statistics;
                return _breaker with
                {
                    Statistics = counted with
                    {
                        Calls = counted.Calls + Interlocked.Read(ref _calls),
                        Successes = counted.Successes + Interlocked.Read(ref _successes),
                    },
                };
            }
        }

        private void Set(Breaker next)
        {
            _breaker = next;
            var closed = next.State == BreakerState.Closed ? next.Generation : None;
            Volatile.Write(ref _clean, next.FailuresInARow == 0 ? closed : None);
            Volatile.Write(ref _closed, closed);
        }
    }
}
