using Trading.MarketData;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Tests.Strategies;

/// <summary>What every strategy keeps, whatever its rules.</summary>
public class StrategyTests
{
    /// <summary>A name and <c>parameter=value</c>: each strategy by default, with all it can do, and short-sighted.</summary>
    public static TheoryData<string> Settings { get; } =
    [
        "trend-following",
        "trend-following stop=0 atr=0",
        "trend-following fast=5 slow=20 seed=first direction=both target=2 trail=3 breakEven=1 timeLimit=20",
        "trend-following fast=2 slow=3 average=sma direction=both",
        "trend-following fast=4 slow=9 trend=60 adx=15 adxPeriod=7 direction=both",
        "donchian-breakout",
        "donchian-breakout entry=3 exit=1 direction=both target=2",
        "donchian-breakout entry=55 exit=20 direction=short timeLimit=5",
        "donchian-breakout entry=40 exit=30 stop=0 atr=0",
        "donchian-breakout entry=10 exit=5 order=stop target=1.5",
        "donchian-breakout entry=10 exit=5 order=stop stop=0 atr=0",
        "donchian-breakout order=stop direction=short trail=2",
        "rsi-mean-reversion",
        "rsi-mean-reversion direction=both trend=30 target=1",
        "rsi-mean-reversion rsi=14 oversold=35 exit=55 trend=0 direction=both breakEven=1",
        "higher-closes",
    ];

    private static readonly StrategyCatalogue Catalogue = StrategyCatalogue.Standard.With(HigherCloses.Kind);


    [Theory]
    [MemberData(nameof(Settings))]
    public void Rebuilt_from_the_bars_it_asks_for_it_goes_on_as_if_it_had_never_stopped(string settings)
    {
        var create = Create(settings);
        var needed = create().WarmUpBars;
        Gen.Select(BarsFor.Walks(needed + 1_200), Gen.Int[0, 600]).Sample((bars, before) =>
        {
            var cut = needed + before;
            var (uninterrupted, rebuilt) = (create(), create());
            Said.By(uninterrupted, bars.AsSpan(0, cut));
            Said.By(rebuilt, bars.AsSpan(before, needed));

            var rest = bars.AsSpan(cut);
            Assert.Equal(Said.By(uninterrupted, rest).Select(s => s.InFull()), Said.By(rebuilt, rest).Select(s => s.InFull()));
        }, iter: 40);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Bars_to_come_change_nothing_that_was_said(string settings)
    {
        var create = Create(settings);
        Gen.Select(BarsFor.Walks(900), BarsFor.Walks(900), Gen.Int[0, 900]).Sample((one, other, known) =>
        {
            var changed = one[..known].Concat(other[known..]).ToArray();
            Assert.Equal(
                Said.By(create(), one).Where(s => s.Bar < known).Select(s => s.InFull()),
                Said.By(create(), changed).Where(s => s.Bar < known).Select(s => s.InFull()));
        }, iter: 50);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void The_same_bars_give_the_same_signals_also_when_another_runs_beside_it(string settings)
    {
        var create = Create(settings);
        var (bars, others) = (BarsFor.Walk(3_000, seed: 1), BarsFor.Walk(3_000, seed: 2, minutes: 5));
        var alone = Said.By(create(), bars).Select(s => s.InFull()).ToArray();

        var (strategy, beside) = (create(), create());
        var together = new List<string>();
        for (var i = 0; i < bars.Length; i++)
        {
            beside.OnBar(others[i]);
            if (strategy.OnBar(bars[i]) is { } signal) together.Add(new Said(i, signal).InFull());
        }
        Assert.NotEmpty(alone);
        Assert.Equal(alone, together);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Stop_and_target_are_on_their_sides_of_the_entry_and_on_the_tick(string settings)
    {
        var create = Create(settings);
        var (stops, targets) = (0, 0);
        var (wantsStop, wantsTarget) = (!settings.Contains("stop=0", StringComparison.Ordinal), settings.Contains("target=", StringComparison.Ordinal));
        BarsFor.Walks(900).Sample(bars =>
        {
            foreach (var plan in Said.By(create(), bars).Select(s => s.Entry).OfType<TradePlan>())
            {
                var reference = plan.ReferencePrice;
                Assert.Equal(wantsStop, plan.StopPrice is not null);
                if (plan.StopPrice is { } stop)
                {
                    Assert.Equal(plan.Direction == TradeDirection.Long, stop < reference);
                    Assert.NotEqual(reference, stop);
                    Assert.True(stop.IsPositive && stop == stop.RoundDown(stop.TickSize()), $"{stop}");
                    Interlocked.Increment(ref stops);
                }
                if (plan.TargetPrice is { } target)
                {
                    Assert.Equal(plan.Direction == TradeDirection.Long, target > reference);
                    Assert.True(target.IsPositive && target == target.RoundDown(target.TickSize()), $"{target}");
                    Interlocked.Increment(ref targets);
                }
                if (plan.EntryTrigger is { } trigger)
                    Assert.True(trigger.IsPositive && trigger == reference && trigger == trigger.RoundDown(trigger.TickSize()), $"{trigger}");
            }
        }, iter: 100);
        Assert.Equal(wantsStop, stops > 0);
        Assert.Equal(wantsTarget, targets > 0);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_bar_without_a_signal_costs_no_memory(string settings)
    {
        var strategy = Create(settings)();
        var bars = BarsFor.Walk(4_000, seed: 3, minutes: 60);
        Said.By(strategy, bars.AsSpan(0, 2_000));
        var (quiet, allocated) = (0, 0L);
        foreach (ref readonly var bar in bars.AsSpan(2_000))
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var signal = strategy.OnBar(bar);
            var after = GC.GetAllocatedBytesForCurrentThread();
            if (signal is not null) continue;
            quiet++;
            allocated += after - before;
        }
        Assert.InRange(quiet, 1, 1_999);
        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData("trend-following fast=3 slow=8")]
    [InlineData("trend-following fast=3 slow=8 trend=30 adx=10")]
    [InlineData("donchian-breakout entry=5 exit=3")]
    [InlineData("rsi-mean-reversion trend=30")]
    public void Long_alone_and_short_alone_say_together_what_both_says(string settings) =>
        BarsFor.Walks(900).Sample(bars =>
        {
            var longs = Said.By(Create($"{settings} direction=long")(), bars);
            var shorts = Said.By(Create($"{settings} direction=short")(), bars);
            var both = Said.By(Create($"{settings} direction=both")(), bars);

            Assert.All(longs, s => Assert.True(s is { Exit: null or { Direction: TradeDirection.Long }, Entry: null or { Direction: TradeDirection.Long } }));
            Assert.All(shorts, s => Assert.True(s is { Exit: null or { Direction: TradeDirection.Short }, Entry: null or { Direction: TradeDirection.Short } }));
            Assert.Equal(Parts(both), Parts(longs).Concat(Parts(shorts)).Order(StringComparer.Ordinal));
        }, iter: 50);

    [Theory]
    [InlineData("trend-following fast=20 slow=50 atr=0 stop=0", 743)]
    [InlineData("trend-following fast=20 slow=50 atr=0 stop=0 average=sma", 100)]
    [InlineData("trend-following fast=20 slow=50 trend=1000", 1_000)]
    [InlineData("trend-following fast=20 slow=50 adx=20 adxPeriod=50", 1_696)]
    [InlineData("donchian-breakout entry=55", 1_100)]
    [InlineData("donchian-breakout order=stop", 960)]
    [InlineData("rsi-mean-reversion rsi=14 trend=200 atr=0 stop=0", 588)]
    public void It_asks_for_as_many_bars_as_its_memory_is_long(string settings, int bars) =>
        Assert.Equal(bars, Create(settings)().WarmUpBars);

    private static IEnumerable<string> Parts(List<Said> said) => said
        .SelectMany(s => new[] { s.Exit is null ? null : new Said(s.Bar, new(s.Exit, null)).InFull(), s.Entry is null ? null : new Said(s.Bar, new(null, s.Entry)).InFull() })
        .OfType<string>().Order(StringComparer.Ordinal);

    private static Func<IStrategy> Create(string settings)
    {
        var words = settings.Split(' ');
        return Catalogue.Create(words[0], words.Skip(1).Select(word => KeyValuePair.Create(word.Split('=')[0], word.Split('=')[1]))).Create!;
    }
}
