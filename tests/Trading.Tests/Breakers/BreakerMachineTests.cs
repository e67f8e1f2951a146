using System.Text.Json;
using Trading.Breakers;

namespace Trading.Tests.Breakers;

public class BreakerMachineTests
{
    private static readonly DateTimeOffset Nine = new(2026, 8, 21, 13, 0, 0, TimeSpan.Zero);
    private static readonly BreakerOptions Options = BreakerOptions.Default;
    private static readonly BreakerOutcome Refusal = new(BreakerEffect.None, BrokerFailure.BusinessRefusal, "40310000: insufficient buying power");
    private static readonly BreakerOutcome NoAnswer = new(BreakerEffect.Count, BrokerFailure.Ambiguous, "503");
    private static readonly BreakerOutcome Unauthorised = new(BreakerEffect.OpenAtOnce, BrokerFailure.NotAuthorised, "401");
    private static readonly BreakerOutcome LoggedOut = new(BreakerEffect.OpenUntilReset, BrokerFailure.TokenExpired, "invalid_client");

    /// <summary>How a breaker may stand, by name.</summary>
    private static readonly Dictionary<string, Func<(Breaker Breaker, BreakerPermit Permit)>> Stands = new()
    {
        ["closed"] = () => BreakerMachine.TryEnter(Breaker.StartingAt(At(0)), Options, At(0)),
        ["closed after two failures"] = () => BreakerMachine.TryEnter(Failed(Breaker.StartingAt(At(0)), 2), Options, At(0)),
        ["open"] = () => (Tripped(At(0)), new BreakerPermit(true, 0, false, null, "")),
        ["open until reset"] = () => (BreakerMachine.Latch(Breaker.StartingAt(At(0)), null, "by hand", At(0)), new BreakerPermit(true, 0, false, null, "")),
        ["half-open, probing"] = () => BreakerMachine.TryEnter(Tripped(At(-60)), Options, At(0)),
        ["half-open, probe abandoned"] = () =>
        {
            var (probing, permit) = BreakerMachine.TryEnter(Tripped(At(-60)), Options, At(0));
            return (BreakerMachine.Record(probing, Options, permit, BreakerOutcome.Abandoned, At(0)), permit);
        },
    };

    public static TheoryData<string, string, string> Recorded => new()
    {
        { "closed", "success", "closed" },
        { "closed", "refusal", "closed" },
        { "closed", "no answer", "closed, 1 failure" },
        { "closed", "unauthorised", "open to 65" },
        { "closed", "logged out", "open until reset" },
        { "closed", "abandoned", "closed" },
        { "closed", "latch", "open until reset" },
        { "closed", "reset", "closed" },
        { "closed after two failures", "success", "closed" },
        { "closed after two failures", "refusal", "closed" },
        { "closed after two failures", "no answer", "open to 65" },
        { "closed after two failures", "unauthorised", "open to 65" },
        { "closed after two failures", "logged out", "open until reset" },
        { "closed after two failures", "abandoned", "closed, 2 failures" },
        { "closed after two failures", "latch", "open until reset" },
        { "closed after two failures", "reset", "closed" },
        { "open", "success", "open to 60" },
        { "open", "refusal", "open to 60" },
        { "open", "no answer", "open to 60" },
        { "open", "unauthorised", "open to 60" },
        { "open", "logged out", "open to 60" },
        { "open", "abandoned", "open to 60" },
        { "open", "latch", "open until reset" },
        { "open", "reset", "closed" },
        { "open until reset", "success", "open until reset" },
        { "open until reset", "refusal", "open until reset" },
        { "open until reset", "no answer", "open until reset" },
        { "open until reset", "unauthorised", "open until reset" },
        { "open until reset", "logged out", "open until reset" },
        { "open until reset", "abandoned", "open until reset" },
        { "open until reset", "latch", "open until reset" },
        { "open until reset", "reset", "closed" },
        { "half-open, probing", "success", "closed" },
        { "half-open, probing", "refusal", "closed" },
        { "half-open, probing", "no answer", "open to 65" },
        { "half-open, probing", "unauthorised", "open to 65" },
        { "half-open, probing", "logged out", "open until reset" },
        { "half-open, probing", "abandoned", "half-open" },
        { "half-open, probing", "latch", "open until reset" },
        { "half-open, probing", "reset", "closed" },
        { "half-open, probe abandoned", "success", "closed" },
        { "half-open, probe abandoned", "refusal", "closed" },
        { "half-open, probe abandoned", "no answer", "open to 65" },
        { "half-open, probe abandoned", "unauthorised", "open to 65" },
        { "half-open, probe abandoned", "logged out", "open until reset" },
        { "half-open, probe abandoned", "abandoned", "half-open" },
        { "half-open, probe abandoned", "latch", "open until reset" },
        { "half-open, probe abandoned", "reset", "closed" },
    };

    [Theory, MemberData(nameof(Recorded))]
    public void What_comes_of_a_call_moves_a_breaker_however_it_stands(string stands, string happened, string then)
    {
        var (breaker, permit) = Stands[stands]();
        Assert.Equal(then, Describe(Happen(breaker, permit, happened)));
    }

    [Fact]
    public void Every_stand_and_event_is_in_the_table() =>
        Assert.Equal(Stands.Count * 8, Recorded.Select(row => (row.Data.Item1, row.Data.Item2)).ToHashSet().Count);

    [Theory]
    [InlineData("closed", 5, "passes")]
    [InlineData("closed after two failures", 5, "passes")]
    [InlineData("open", 5, "denied until 60")]
    [InlineData("open", 59.9, "denied until 60")]
    [InlineData("open", 60, "probes")]
    [InlineData("open until reset", 5, "denied")]
    [InlineData("open until reset", 100_000, "denied")]
    [InlineData("half-open, probing", 5, "denied until 30")]
    [InlineData("half-open, probing", 30, "probes")]
    [InlineData("half-open, probe abandoned", 5, "probes")]
    public void A_call_passes_probes_or_is_denied_as_the_breaker_stands(string stands, double second, string then)
    {
        var (breaker, _) = Stands[stands]();
        var (_, permit) = BreakerMachine.TryEnter(breaker, Options, At(second));
        Assert.Equal(then, permit switch
        {
            { IsGranted: true, IsProbe: true } => "probes",
            { IsGranted: true } => "passes",
            { RetryAt: { } at } => $"denied until {(at - Nine).TotalSeconds}",
            _ => "denied",
        });
    }

    [Fact]
    public void Three_failures_in_a_row_open_it_and_it_keeps_the_evidence()
    {
        var breaker = Failed(Breaker.StartingAt(At(0)), 3);
        Assert.Equal(new BreakerTrip(At(0), BreakerState.Closed, BrokerFailure.Ambiguous, "503", 3), breaker.LastTrip);
        Assert.Equal("503", BreakerMachine.TryEnter(breaker, Options, At(1)).Permit.Reason);
    }

    [Fact]
    public void A_success_between_failures_begins_the_count_anew()
    {
        var breaker = Failed(Breaker.StartingAt(At(0)), 2);
        breaker = Pass(breaker, BreakerOutcome.Success, 1);
        Assert.Equal(BreakerState.Closed, Failed(breaker, 2).State);
    }

    [Fact]
    public void A_result_from_before_the_trip_does_not_close_the_probing_breaker()
    {
        var (closed, early) = BreakerMachine.TryEnter(Breaker.StartingAt(At(0)), Options, At(0));
        var (probing, _) = BreakerMachine.TryEnter(Failed(closed, 3), Options, At(61));
        var after = BreakerMachine.Record(probing, Options, early, BreakerOutcome.Success, At(62));
        Assert.Equal(probing with { Statistics = after.Statistics }, after);
        Assert.Equal(1, after.Statistics.Successes);
    }

    [Fact]
    public void Nothing_comes_of_a_call_that_was_denied()
    {
        var (breaker, denied) = BreakerMachine.TryEnter(Tripped(At(0)), Options, At(1));
        Assert.Same(breaker, BreakerMachine.Record(breaker, Options, denied, BreakerOutcome.Success, At(2)));
    }

    [Fact]
    public void The_result_of_a_probe_whose_lease_ran_out_decides_nothing()
    {
        var (first, late) = BreakerMachine.TryEnter(Tripped(At(-60)), Options, At(0));
        var (second, permit) = BreakerMachine.TryEnter(first, Options, At(30));
        Assert.True(permit.IsProbe);
        Assert.Equal(BreakerState.HalfOpen, BreakerMachine.Record(second, Options, late, NoAnswer, At(31)).State);
        Assert.Equal(BreakerState.Closed, BreakerMachine.Record(second, Options, permit, BreakerOutcome.Success, At(31)).State);
    }

    [Fact]
    public void A_clock_that_jumped_back_keeps_it_open_no_longer_than_usual()
    {
        var (denied, permit) = BreakerMachine.TryEnter(Tripped(At(0)), Options, At(-3600));
        Assert.Equal(At(-3540), permit.RetryAt);
        Assert.True(BreakerMachine.TryEnter(denied, Options, At(-3540)).Permit.IsProbe);
    }

    [Fact]
    public void Time_is_kept_for_each_state()
    {
        var breaker = Tripped(At(10));
        (breaker, var permit) = BreakerMachine.TryEnter(breaker, Options, At(75));
        breaker = BreakerMachine.Record(breaker, Options, permit, BreakerOutcome.Success, At(80));
        var spent = Enum.GetValues<BreakerState>().Select(state => breaker.TimeIn(state, At(100)).TotalSeconds);
        Assert.Equal([10 + 20, 65, 5], spent);
        Assert.Equal(TimeSpan.FromSeconds(10), breaker.TimeIn(BreakerState.Closed, At(0))); // a clock that went back
    }

    [Fact]
    public void Whatever_happens_the_books_of_a_breaker_balance() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 45], Gen.Int[0, 5]).Array[1, 120].Sample(steps =>
        {
            var options = Options with { FailureThreshold = 2 };
            var (breaker, now) = (Breaker.StartingAt(At(0)), At(0));
            var permits = new List<BreakerPermit>();
            long granted = 0, denied = 0, recorded = 0, trips = 0;
            foreach (var (step, seconds, which) in steps)
            {
                now = now.AddSeconds(seconds);
                var before = breaker;
                if (step < 4)
                {
                    (breaker, var permit) = BreakerMachine.TryEnter(breaker, options, now);
                    if (permit.IsGranted) granted++;
                    else denied++;
                    if (permit.IsGranted) permits.Add(permit);
                    if (!Sound(before, permit, now)) return false;
                }
                else if (step < 9 && permits.Count > 0)
                {
                    var permit = permits[which % permits.Count];
                    permits.Remove(permit);
                    recorded++;
                    BreakerOutcome[] outcomes = [BreakerOutcome.Success, Refusal, NoAnswer, NoAnswer, Unauthorised, LoggedOut, BreakerOutcome.Abandoned];
                    breaker = BreakerMachine.Record(breaker, options, permit, outcomes[(step + which) % outcomes.Length], now);
                    if (permit.Generation != before.Generation && breaker != before with { Statistics = breaker.Statistics }) return false;
                }
                else if (step == 9)
                {
                    breaker = BreakerMachine.Reset(breaker, now);
                    if (breaker.State != BreakerState.Closed) return false;
                }
                if (breaker.State == BreakerState.Open && before.State != BreakerState.Open) trips++;
                if (breaker.Generation < before.Generation) return false;
            }
            var statistics = breaker.Statistics;
            var spent = Enum.GetValues<BreakerState>().Aggregate(TimeSpan.Zero, (sum, state) => sum + breaker.TimeIn(state, now));
            return (statistics.Calls, statistics.Denials, statistics.Trips) == (granted, denied, trips)
                && statistics.Successes + statistics.Abandoned + statistics.Failures.Values.Sum() == recorded
                && spent == now - At(0);

            // What a caller may rely on: closed passes; open for a time denies until then and probes after; one probe at a time.
            static bool Sound(Breaker before, BreakerPermit permit, DateTimeOffset now) => before switch
            {
                { State: BreakerState.Closed } => permit is { IsGranted: true, IsProbe: false },
                { IsOpenUntilReset: true } => permit is { IsGranted: false, RetryAt: null },
                { State: BreakerState.Open } => permit.IsGranted == (now >= before.OpenUntil) && permit.IsProbe == permit.IsGranted,
                _ => permit.IsGranted == (before.ProbeUntil is null || now >= before.ProbeUntil) && permit.IsProbe == permit.IsGranted,
            };
        });

    [Fact]
    public void However_the_clock_jumps_no_denial_points_further_than_the_usual_time() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[-100_000, 100_000]).Array[1, 60].Sample(steps =>
        {
            var (breaker, now) = (Breaker.StartingAt(At(0)), At(0));
            foreach (var (step, seconds) in steps)
            {
                now = At(seconds);
                (breaker, var permit) = BreakerMachine.TryEnter(breaker, Options, now);
                if (!permit.IsGranted && permit.RetryAt - now > Options.OpenFor) return false;
                if (permit.IsGranted && step > 0) breaker = BreakerMachine.Record(breaker, Options, permit, Unauthorised, now);
            }
            return Enum.GetValues<BreakerState>().All(state => breaker.TimeIn(state, now) >= TimeSpan.Zero);
        });

    [Fact]
    public void A_breaker_survives_storage()
    {
        var breaker = Pass(Tripped(At(0)), Refusal, 61);
        var json = JsonSerializer.Serialize(breaker);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<Breaker>(json)));
    }

    [Theory]
    [InlineData(0, 60, 30)]
    [InlineData(3, 0, 30)]
    [InlineData(3, 60, -1)]
    public void Options_that_make_no_sense_say_so(int threshold, int openFor, int lease) => Assert.NotNull(new BreakerOptions
    {
        FailureThreshold = threshold,
        OpenFor = TimeSpan.FromSeconds(openFor),
        ProbeLease = TimeSpan.FromSeconds(lease),
    }.Problem());

    [Fact]
    public void The_usual_options_are_those_of_the_design()
    {
        Assert.Equal((3, TimeSpan.FromSeconds(60)), (Options.FailureThreshold, Options.OpenFor));
        Assert.Null(Options.Problem());
    }

    private static DateTimeOffset At(double second) => Nine.AddSeconds(second);

    private static Breaker Failed(Breaker breaker, int times)
    {
        for (var i = 0; i < times; i++) breaker = Pass(breaker, NoAnswer, 0);
        return breaker;
    }

    private static Breaker Tripped(DateTimeOffset at)
    {
        var (breaker, permit) = BreakerMachine.TryEnter(Breaker.StartingAt(At(0)), Options, at);
        return BreakerMachine.Record(breaker, Options, permit, Unauthorised, at);
    }

    private static Breaker Pass(Breaker breaker, BreakerOutcome outcome, double second)
    {
        (breaker, var permit) = BreakerMachine.TryEnter(breaker, Options, At(second));
        return BreakerMachine.Record(breaker, Options, permit, outcome, At(second));
    }

    private static Breaker Happen(Breaker breaker, BreakerPermit permit, string happened) => happened switch
    {
        "success" => BreakerMachine.Record(breaker, Options, permit, BreakerOutcome.Success, At(5)),
        "refusal" => BreakerMachine.Record(breaker, Options, permit, Refusal, At(5)),
        "no answer" => BreakerMachine.Record(breaker, Options, permit, NoAnswer, At(5)),
        "unauthorised" => BreakerMachine.Record(breaker, Options, permit, Unauthorised, At(5)),
        "logged out" => BreakerMachine.Record(breaker, Options, permit, LoggedOut, At(5)),
        "abandoned" => BreakerMachine.Record(breaker, Options, permit, BreakerOutcome.Abandoned, At(5)),
        "latch" => BreakerMachine.Latch(breaker, BrokerFailure.TokenExpired, "refused", At(5)),
        "reset" => BreakerMachine.Reset(breaker, At(5)),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "No such event."),
    };

    private static string Describe(Breaker breaker) => breaker switch
    {
        { State: BreakerState.Closed, FailuresInARow: 0 } => "closed",
        { State: BreakerState.Closed, FailuresInARow: 1 } => "closed, 1 failure",
        { State: BreakerState.Closed } => $"closed, {breaker.FailuresInARow} failures",
        { State: BreakerState.Open, OpenUntil: { } until } => $"open to {(until - Nine).TotalSeconds}",
        { State: BreakerState.Open } => "open until reset",
        _ => "half-open",
    };
}
