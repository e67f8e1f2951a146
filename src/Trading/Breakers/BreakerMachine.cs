namespace Trading.Breakers;

/// <summary>Decides which calls to a broker pass. The moves are <see cref="BreakerTransitions"/>.</summary>
/// <remarks>
/// Pure: the time is an argument. A denial is an answer, never an exception. Each permit carries the generation of the
/// breaker that gave it: the result of a call that began before a trip, a reset or another probe is counted and changes
/// nothing else. After the clock jumped back a breaker denies no longer than it would have from its new time on.
/// </remarks>
public static class BreakerMachine
{
    /// <summary>Whether a call may pass. What comes of one that passes is told to <see cref="Record"/>.</summary>
    public static (Breaker Breaker, BreakerPermit Permit) TryEnter(Breaker breaker, BreakerOptions options, DateTimeOffset now)
    {
        switch (breaker.State)
        {
            case BreakerState.Closed:
                return Grant(breaker, isProbe: false);
            case BreakerState.Open when breaker.OpenUntil is not { } until:
                return Deny(breaker, null);
            case BreakerState.Open when Earlier(breaker.OpenUntil, now + options.OpenFor) is var until && now < until:
                return Deny(breaker with { OpenUntil = until }, until);
            case BreakerState.HalfOpen when breaker.ProbeUntil is { } lease && Earlier(lease, now + options.ProbeLease) is var until && now < until:
                return Deny(breaker with { ProbeUntil = until }, until);
            default:
                var rested = Move(breaker, BreakerTrigger.Rest, now);
                return Grant(rested with { Generation = breaker.Generation + 1, ProbeUntil = now + options.ProbeLease }, isProbe: true);
        }
    }

    /// <summary>Takes in what came of a call that passed.</summary>
    public static Breaker Record(Breaker breaker, BreakerOptions options, in BreakerPermit permit, in BreakerOutcome outcome, DateTimeOffset now)
    {
        if (!permit.IsGranted) return breaker; // nothing comes of a call that was not made
        var counted = breaker with { Statistics = breaker.Statistics.Counting(outcome) };
        if (permit.Generation != breaker.Generation) return counted;
        var failures = breaker.FailuresInARow + 1;
        return outcome.Effect switch
        {
            BreakerEffect.None => Move(counted, BreakerTrigger.Answer, now) with { FailuresInARow = 0 },
            BreakerEffect.Count when breaker.State == BreakerState.Closed && failures < options.FailureThreshold =>
                Move(counted, BreakerTrigger.Failure, now) with { FailuresInARow = failures },
            BreakerEffect.Count => Open(counted, BreakerTrigger.LastFailure, now + options.OpenFor, outcome, now),
            BreakerEffect.OpenAtOnce => Open(counted, BreakerTrigger.Trip, now + options.OpenFor, outcome, now),
            BreakerEffect.OpenUntilReset => Open(counted, BreakerTrigger.Latch, null, outcome, now),
            BreakerEffect.Abandoned => Move(counted, BreakerTrigger.Abandon, now) with { ProbeUntil = null },
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.Effect, "Not an effect on a breaker."),
        };
    }

    /// <summary>Opens it until it is reset, for a reason that no call found, such as a refresh token that was refused.</summary>
    public static Breaker Latch(Breaker breaker, BrokerFailure? failure, string evidence, DateTimeOffset now) =>
        Open(breaker, BreakerTrigger.Latch, null, new BreakerOutcome(BreakerEffect.OpenUntilReset, failure, evidence), now);

    /// <summary>Closes it. Calls that are under way decide nothing any more.</summary>
    public static Breaker Reset(Breaker breaker, DateTimeOffset now) =>
        Move(breaker, BreakerTrigger.Reset, now) with { Generation = breaker.Generation + 1, FailuresInARow = 0 };

    private static Breaker Open(Breaker breaker, BreakerTrigger trigger, DateTimeOffset? until, in BreakerOutcome outcome, DateTimeOffset now) =>
        Move(breaker, trigger, now) with
        {
            Generation = breaker.Generation + 1,
            FailuresInARow = 0,
            OpenUntil = until,
            LastTrip = new BreakerTrip(now, breaker.State, outcome.Failure, outcome.Evidence, breaker.FailuresInARow + 1),
        };

    private static Breaker Move(Breaker breaker, BreakerTrigger trigger, DateTimeOffset now)
    {
        var next = BreakerTransitions.Next(breaker.State, trigger);
        if (next == breaker.State) return breaker;
        var statistics = breaker.Statistics.Spending(breaker.State, breaker.Stretch(now));
        return breaker with
        {
            State = next,
            Since = now,
            Generation = breaker.Generation + 1,
            OpenUntil = null,
            ProbeUntil = null,
            Statistics = next == BreakerState.Open ? statistics with { Trips = statistics.Trips + 1 } : statistics,
        };
    }

    private static (Breaker Breaker, BreakerPermit Permit) Grant(Breaker breaker, bool isProbe) => (
        breaker with { Statistics = breaker.Statistics with { Calls = breaker.Statistics.Calls + 1 } },
        new BreakerPermit(true, breaker.Generation, isProbe, null, ""));

    private static (Breaker Breaker, BreakerPermit Permit) Deny(Breaker breaker, DateTimeOffset? retryAt) => (
        breaker with { Statistics = breaker.Statistics with { Denials = breaker.Statistics.Denials + 1 } },
        new BreakerPermit(false, breaker.Generation, false, retryAt, breaker.LastTrip?.Evidence ?? ""));

    private static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset right) => left < right ? left : right;
}
