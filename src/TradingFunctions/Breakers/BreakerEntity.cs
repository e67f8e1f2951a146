using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Trading.Breakers;

namespace TradingFunctions.Breakers;

/// <summary>A circuit breaker of the desk, shared by all instances. Its key is the breaker's name.</summary>
/// <remarks>
/// Each public method is an operation. A denied call is an answer, never an exception: an operation that throws would take back its
/// own change. Nothing here holds a critical section. Every decision is <see cref="BreakerMachine"/>'s.
/// </remarks>
public sealed class BreakerEntity(BreakerOptions options, TimeProvider clock) : TaskEntity<BreakerRecord>
{
    /// <summary>Passes or denies a call, for an orchestration that calls the entity.</summary>
    public BreakerPermit Enter(DateTimeOffset now)
    {
        (var breaker, var permit) = BreakerMachine.TryEnter(State.Breaker, options, now);
        State = State with { Breaker = breaker, ProbeHolder = permit.IsProbe ? "" : State.ProbeHolder };
        return permit;
    }

    /// <summary>
    /// Claims the probe of a breaker that has rested, for a triggered function, which can signal and read but not call: it reads
    /// afterwards whether the lease is its own.
    /// </summary>
    public void ClaimProbe(ProbeClaim claim)
    {
        if (State.Breaker.State == BreakerState.Closed) return;
        (var breaker, var permit) = BreakerMachine.TryEnter(State.Breaker, options, claim.Now);
        State = State with { Breaker = breaker, ProbeHolder = permit.IsProbe ? claim.Holder : State.ProbeHolder };
    }

    /// <summary>Takes in what came of a call.</summary>
    public void Record(BreakerReport report)
    {
        // A call that passed a closed breaker was counted nowhere yet.
        var counted = report.WasCounted
            ? State.Breaker
            : State.Breaker with { Statistics = State.Breaker.Statistics with { Calls = State.Breaker.Statistics.Calls + 1 } };
        State = State with { Breaker = BreakerMachine.Record(counted, options, report.Permit, report.Outcome, report.Now) };
    }

    /// <summary>Opens it until it is reset.</summary>
    public void Latch(BreakerLatch latch) => State = State with { Breaker = BreakerMachine.Latch(State.Breaker, latch.Failure, latch.Evidence, latch.Now) };

    public void Reset(DateTimeOffset now) => State = new BreakerRecord(BreakerMachine.Reset(State.Breaker, now));

    /// <summary>How it stands.</summary>
    public BreakerRecord Get() => State;

    [Function(nameof(BreakerEntity))]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<BreakerEntity>();

    protected override BreakerRecord InitializeState(TaskEntityOperation entityOperation) => new(Breaker.StartingAt(clock.GetUtcNow()));
}
