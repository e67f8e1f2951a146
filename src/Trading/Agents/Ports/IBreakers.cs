using Trading.Breakers;

namespace Trading.Agents.Ports;

/// <summary>The desk's circuit breakers, by name (<see cref="BreakerNames"/>), shared by all instances.</summary>
/// <remarks>
/// Times are in UTC and come from the caller's <see cref="TimeProvider"/>. A name that is not configured throws
/// <see cref="ArgumentException"/>. A denied call is an answer. Recording must not fail because a store is out of reach, as
/// the broker's answer is worth more than the count: what cannot be recorded is dropped, and a probe's lease runs out.
/// </remarks>
public interface IBreakers
{
    /// <summary>Whether a call may be made now. What comes of one that may is recorded with the permit.</summary>
    ValueTask<BreakerPermit> EnterAsync(string breaker, DateTimeOffset now, CancellationToken cancellation);

    ValueTask RecordAsync(string breaker, BreakerPermit permit, BreakerOutcome outcome, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>How the breaker stands, with its statistics and the evidence of its last trip.</summary>
    ValueTask<Breaker> StatusAsync(string breaker, CancellationToken cancellation);

    /// <summary>Opens it until it is reset, for a reason that no call found, such as a refresh token that was refused.</summary>
    ValueTask LatchAsync(string breaker, BrokerFailure? failure, string evidence, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Closes it: a person's command, or a token that was refreshed.</summary>
    ValueTask ResetAsync(string breaker, DateTimeOffset now, CancellationToken cancellation);
}
