using static Trading.Breakers.BreakerState;
using static Trading.Breakers.BreakerTrigger;

namespace Trading.Breakers;

/// <summary>The breaker table: what each event makes of each state. Every pair is listed; none is illegal.</summary>
public static class BreakerTransitions
{
    /// <exception cref="ArgumentOutOfRangeException">Not a state or not a trigger.</exception>
    public static BreakerState Next(BreakerState from, BreakerTrigger happened) => (from, happened) switch
    {
        (Closed, Answer or Failure or Abandon) => Closed,
        (Closed, LastFailure or Trip or Latch) => Open,
        (Closed, Rest or Reset) => Closed,

        (Open, Rest) => HalfOpen,
        (Open, Reset) => Closed,
        (Open, Latch) => Open,                              // from open for a time to open until reset
        (Open, Answer or Failure or LastFailure) => Open,  // late results of calls from before the trip
        (Open, Trip or Abandon) => Open,

        (HalfOpen, Answer or Reset) => Closed,
        (HalfOpen, Failure or LastFailure or Trip or Latch) => Open,  // one failure of the probe is enough
        (HalfOpen, Abandon) => HalfOpen,                   // another call may be the probe
        (HalfOpen, Rest) => HalfOpen,                      // the probe's lease ran out: another call may be the probe

        _ => throw new ArgumentOutOfRangeException(nameof(happened), $"{from}, {happened}", "Not a state and a trigger of a breaker."),
    };
}
