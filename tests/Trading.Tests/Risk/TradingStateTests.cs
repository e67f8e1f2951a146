using Trading.Messages;
using Trading.Risk;
using static Trading.Tests.Risk.ReviewCase;

namespace Trading.Tests.Risk;

public class TradingStateTests
{
    private static readonly Scope Account = Scope.OfAccount("paper");
    private static readonly Scope Trend = new("paper", "trend", default);

    [Fact]
    public void The_strictest_state_of_the_scopes_that_hold_an_order_decides()
    {
        var portfolio = Known(100_000)
            .Requested(Account, TradingState.Reducing, false, "news", Morning)
            .Requested(Trend, TradingState.Halted, false, "broken", Morning);

        Assert.Equal(TradingState.Halted, portfolio.StateFor(Apple));
        Assert.Equal(TradingState.Reducing, portfolio.StateFor(Apple with { Strategy = "fade" }));
        Assert.Equal(TradingState.Reducing, portfolio.StateFor(Account));
        Assert.Equal(TradingState.Active, portfolio.StateFor(Scope.OfAccount("other")));
        Assert.Contains("broken", portfolio.ClosedBecause(Apple), StringComparison.Ordinal);
        Assert.Null(Known(100_000).ClosedBecause(Apple));
        Assert.NotNull(Portfolio.Unknown("paper").ClosedBecause(Apple));
    }

    [Fact]
    public void Resuming_lifts_exactly_its_scope()
    {
        var portfolio = Known(100_000)
            .Requested(Scope.Desk, TradingState.Halted, false, "", Morning)
            .Requested(Trend, TradingState.Reducing, false, "", Morning);

        var resumed = portfolio.Resumed(Scope.Desk, Morning.AddSeconds(1));
        Assert.Equal(TradingState.Reducing, resumed.StateFor(Apple));
        Assert.Equal(TradingState.Active, resumed.StateFor(Account));
        Assert.Equal(TradingState.Active, resumed.Resumed(Trend, Morning.AddSeconds(2)).StateFor(Apple));
        Assert.Equal(TradingState.Halted, portfolio.Resumed(Account, Morning.AddSeconds(1)).StateFor(Apple));
    }

    [Fact]
    public void Requests_that_come_late_or_twice_do_not_undo_younger_ones()
    {
        var halted = Known(100_000).Requested(Account, TradingState.Halted, false, "", Morning);
        var resumed = halted.Resumed(Account, Morning.AddSeconds(1));
        var haltedAgain = resumed.Requested(Account, TradingState.Halted, false, "", Morning.AddSeconds(2));

        Assert.Same(resumed, resumed.Requested(Account, TradingState.Halted, false, "", Morning));
        Assert.Same(resumed, resumed.Resumed(Account, Morning.AddSeconds(1)));
        Assert.Equal(TradingState.Halted, haltedAgain.Resumed(Account, Morning.AddSeconds(1)).StateFor(Apple));
        Assert.Same(haltedAgain, haltedAgain.Requested(Account, TradingState.Halted, false, "", Morning.AddSeconds(2)));
    }

    [Fact]
    public void Of_two_requests_at_one_moment_the_stricter_holds()
    {
        var reduced = Known(100_000).Requested(Account, TradingState.Reducing, false, "", Morning);
        var halted = reduced.Requested(Account, TradingState.Halted, false, "", Morning);

        Assert.Equal(TradingState.Halted, halted.StateFor(Apple));
        Assert.Same(halted, halted.Requested(Account, TradingState.Reducing, false, "", Morning));
        Assert.Equal(TradingState.Halted, halted.Resumed(Account, Morning).StateFor(Apple));
    }

    [Fact]
    public void A_resume_heard_before_the_halt_it_answers_makes_the_halt_void()
    {
        var resumed = Known(100_000).Resumed(Account, Morning.AddSeconds(1));
        Assert.Equal(TradingState.Active, resumed.Requested(Account, TradingState.Halted, false, "", Morning).StateFor(Apple));
    }

    [Fact]
    public void What_was_lifted_is_forgotten_after_a_day()
    {
        var resumed = Known(100_000).Requested(Account, TradingState.Halted, false, "", Morning).Resumed(Account, Morning.AddSeconds(1));
        Assert.Single(resumed.At(Friday, Morning.AddHours(9)).States);
        Assert.Empty(resumed.At(Monday, Morning.AddDays(2)).States);
    }
}
