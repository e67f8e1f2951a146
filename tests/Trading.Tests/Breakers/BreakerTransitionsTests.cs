using Trading.Breakers;
using static Trading.Breakers.BreakerState;
using static Trading.Breakers.BreakerTrigger;

namespace Trading.Tests.Breakers;

public class BreakerTransitionsTests
{
    public static TheoryData<BreakerState, BreakerTrigger, BreakerState> Table => new()
    {
        { Closed, Answer, Closed },
        { Closed, Failure, Closed },
        { Closed, LastFailure, Open },
        { Closed, Trip, Open },
        { Closed, Latch, Open },
        { Closed, Abandon, Closed },
        { Closed, Rest, Closed },
        { Closed, Reset, Closed },
        { Open, Answer, Open },
        { Open, Failure, Open },
        { Open, LastFailure, Open },
        { Open, Trip, Open },
        { Open, Latch, Open },
        { Open, Abandon, Open },
        { Open, Rest, HalfOpen },
        { Open, Reset, Closed },
        { HalfOpen, Answer, Closed },
        { HalfOpen, Failure, Open },
        { HalfOpen, LastFailure, Open },
        { HalfOpen, Trip, Open },
        { HalfOpen, Latch, Open },
        { HalfOpen, Abandon, HalfOpen },
        { HalfOpen, Rest, HalfOpen },
        { HalfOpen, Reset, Closed },
    };

    [Theory, MemberData(nameof(Table))]
    public void Each_event_moves_each_state_as_the_table_says(BreakerState from, BreakerTrigger happened, BreakerState to) =>
        Assert.Equal(to, BreakerTransitions.Next(from, happened));

    [Fact]
    public void Every_pair_is_in_the_table()
    {
        var pairs = Enum.GetValues<BreakerState>().SelectMany(from => Enum.GetValues<BreakerTrigger>().Select(happened => (from, happened)));
        Assert.Equal(pairs.ToHashSet(), Table.Select(row => (row.Data.Item1, row.Data.Item2)).ToHashSet());
        Assert.Throws<ArgumentOutOfRangeException>(() => BreakerTransitions.Next((BreakerState)9, Answer));
    }
}
