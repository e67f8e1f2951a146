using System.Collections.Immutable;
using System.Globalization;
using Trading.MarketData;

namespace Trading.Tests.MarketData;

public class BarResamplerTests
{
    private static readonly NyseCalendar Calendar = new();
    private static readonly Session Full = Calendar.SessionOn(new DateOnly(2025, 7, 2))!;
    private static readonly Session Short = Calendar.SessionOn(new DateOnly(2025, 7, 3))!;

    /// <summary>One-minute bars of three days, one of them short, at odd moments from pre-market to after hours, some missing.</summary>
    private static readonly Gen<ImmutableArray<Bar>> Minutes = Gen.Select(Gen.Int[1, 400], Gen.Int[1, 20], Gen.Int[0, 10_000]).Select((skip, step, seed) =>
    {
        var bars = ImmutableArray.CreateBuilder<Bar>();
        var state = (uint)(seed + 1);
        foreach (var session in Calendar.Sessions(new DateOnly(2025, 7, 2), new DateOnly(2025, 7, 7)))
        {
            for (var time = session.PreMarketOpen.AddMinutes(skip % 60); time < session.AfterHoursClose; time = time.AddMinutes(1 + Next(ref state, step)))
            {
                var prices = new[] { Next(ref state, 900), Next(ref state, 900), Next(ref state, 900), Next(ref state, 900) };
                bars.Add(new Bar(
                    time, time.AddMinutes(1), Cents(prices[0]), Cents(prices.Max()), Cents(prices.Min()), Cents(prices[3]), Next(ref state, 5_000)));
            }
        }
        return bars.DrainToImmutable();
    });

    private static readonly Gen<BarPeriod> Periods =
        Gen.Int[1, 400].Select(minutes => minutes <= 390 ? BarPeriod.OfMinutes(minutes) : BarPeriod.Day);

    [Fact]
    public void Resampling_conserves_volume_and_keeps_the_highest_and_lowest_price_of_regular_trading() =>
        Gen.Select(Minutes, Periods).Sample((minutes, period) =>
        {
            var regular = minutes.Where(IsRegular).ToArray();
            var resampled = Resample(minutes, period);
            Assert.Equal(regular.Sum(bar => bar.Volume), resampled.Sum(bar => bar.Volume));
            Assert.Equal(regular.Length > 0, resampled.Length > 0);
            if (regular.Length == 0) return;
            Assert.Equal(regular.Max(bar => bar.High), resampled.Max(bar => bar.High));
            Assert.Equal(regular.Min(bar => bar.Low), resampled.Min(bar => bar.Low));
            Assert.Equal((regular[0].Open, regular[^1].Close), (resampled[0].Open, resampled[^1].Close));
        }, iter: 300);

    [Fact]
    public void A_resampled_bar_is_what_its_minutes_say_and_lies_on_the_grid_of_the_session() =>
        Gen.Select(Minutes, Periods).Sample((minutes, period) =>
        {
            foreach (var bar in Resample(minutes, period))
            {
                var session = Calendar.CurrentOrNext(bar.Start);
                var within = minutes.Where(minute => IsRegular(minute) && minute.Start >= bar.Start && minute.Start < bar.End).ToArray();
                var expected = new Bar(
                    bar.Start, bar.End, within[0].Open, within.Max(b => b.High), within.Min(b => b.Low), within[^1].Close, within.Sum(b => b.Volume));
                Assert.Equal(expected, bar);
                var end = period.IsDaily || bar.Start + period.Length > session.Close ? session.Close : bar.Start + period.Length;
                Assert.Equal(end, bar.End);
                Assert.Equal(0, (bar.Start - session.Open).Ticks % period.Length.Ticks);
            }
        }, iter: 100);

    [Fact]
    public void Bars_as_they_come_are_the_bars_of_the_whole_series_and_none_is_given_before_it_has_ended() =>
        Gen.Select(Minutes, Periods).Sample((minutes, period) =>
        {
            var resampler = new BarResampler(period, Calendar);
            var streamed = new List<Bar>();
            foreach (var minute in minutes)
            {
                resampler.Add(minute);
                while (resampler.TryTake(out var bar))
                {
                    Assert.True(bar.End <= minute.End);
                    streamed.Add(bar);
                }
            }
            resampler.AdvanceTo(DateTimeOffset.MaxValue);
            while (resampler.TryTake(out var bar)) streamed.Add(bar);
            Assert.Equal(Resample(minutes, period), streamed);
        }, iter: 300);

    [Fact]
    public void Resampling_in_two_steps_is_resampling_in_one() =>
        Minutes.Sample(minutes =>
        {
            var five = new BarSeries("AAPL", BarPeriod.OfMinutes(5), Resample(minutes, BarPeriod.OfMinutes(5)));
            Assert.Equal(Resample(minutes, BarPeriod.OfMinutes(15)), BarResampler.Resample(five, BarPeriod.OfMinutes(15), Calendar, DateTimeOffset.MaxValue).Bars);
            Assert.Equal(Resample(minutes, BarPeriod.Day), BarResampler.Resample(five, BarPeriod.Day, Calendar, DateTimeOffset.MaxValue).Bars);
        }, iter: 100);

    [Theory]
    [InlineData("2h", "09:30-11:30 11:30-13:30 13:30-15:30 15:30-16:00")]
    [InlineData("1h", "09:30-10:30 10:30-11:30 11:30-12:30 12:30-13:30 13:30-14:30 14:30-15:30 15:30-16:00")]
    [InlineData("390m", "09:30-16:00")]
    [InlineData("1d", "09:30-16:00")]
    public void Periods_begin_at_the_open_and_the_last_is_cut_by_the_close(string period, string grid) =>
        Assert.Equal(grid, Grid(Resample(EveryMinuteOf(Full), BarPeriod.Parse(period))));

    [Theory]
    [InlineData("1h", "09:30-10:30 10:30-11:30 11:30-12:30 12:30-13:00")]
    [InlineData("1d", "09:30-13:00")]
    public void On_a_short_day_the_last_period_ends_at_the_early_close(string period, string grid) =>
        Assert.Equal(grid, Grid(Resample(EveryMinuteOf(Short), BarPeriod.Parse(period))));

    [Fact]
    public void A_late_open_moves_the_grid() =>
        Assert.Equal(
            "11:00-12:00 12:00-13:00 13:00-14:00",
            Grid(Resample(EveryMinuteOf(Calendar.SessionOn(new DateOnly(1996, 1, 8))!), BarPeriod.Hour)));

    [Fact]
    public void A_bar_is_complete_with_the_minute_that_ends_it()
    {
        var resampler = new BarResampler(BarPeriod.OfMinutes(5), Calendar);
        for (var minute = 0; minute < 4; minute++)
        {
            Assert.True(resampler.Add(Minute(Full.Open.AddMinutes(minute))));
            Assert.False(resampler.TryTake(out _));
        }
        Assert.True(resampler.Add(Minute(Full.Open.AddMinutes(4))));
        Assert.True(resampler.TryTake(out var bar));
        Assert.Equal((Full.Open, Full.Open.AddMinutes(5), 500L), (bar.Start, bar.End, bar.Volume));
        Assert.False(resampler.TryTake(out _));
    }

    [Fact]
    public void A_bar_that_lacks_its_last_minutes_is_complete_with_the_next_bar_which_may_complete_its_own()
    {
        var resampler = new BarResampler(BarPeriod.OfMinutes(5), Calendar);
        resampler.Add(Minute(Full.Open));
        resampler.Add(Minute(Full.Open.AddMinutes(9)));
        Assert.True(resampler.TryTake(out var first));
        Assert.True(resampler.TryTake(out var second));
        Assert.False(resampler.TryTake(out _));
        Assert.Equal((Full.Open, Full.Open.AddMinutes(5)), (first.Start, second.Start));
    }

    [Fact]
    public void A_bar_that_lacks_its_last_minutes_is_complete_when_the_time_comes_and_takes_no_more()
    {
        var resampler = new BarResampler(BarPeriod.OfMinutes(5), Calendar);
        resampler.Add(Minute(Full.Open));
        resampler.AdvanceTo(Full.Open.AddMinutes(5).AddTicks(-1));
        Assert.False(resampler.TryTake(out _));
        resampler.AdvanceTo(Full.Open.AddMinutes(5));
        Assert.True(resampler.TryTake(out var bar));
        Assert.Equal(100, bar.Volume);
        Assert.False(resampler.Add(Minute(Full.Open.AddMinutes(3))));
        Assert.False(resampler.TryTake(out _));
    }

    [Fact]
    public void The_last_period_of_a_day_is_complete_with_the_first_bar_after_the_close()
    {
        var resampler = new BarResampler(BarPeriod.Day, Calendar);
        resampler.Add(Minute(Full.Open));
        Assert.False(resampler.Add(Minute(Full.Close)));
        Assert.True(resampler.TryTake(out var day));
        Assert.Equal((Full.Open, Full.Close), (day.Start, day.End));
    }

    [Fact]
    public void Bars_out_of_regular_hours_and_bars_seen_before_do_not_count()
    {
        var resampler = new BarResampler(BarPeriod.OfMinutes(5), Calendar);
        Assert.False(resampler.Add(Minute(Full.Open.AddMinutes(-1))));
        Assert.True(resampler.Add(Minute(Full.Open)));
        Assert.False(resampler.Add(Minute(Full.Open)));
        Assert.False(resampler.Add(Minute(Full.Close.AddHours(1))));
        Assert.True(resampler.TryTake(out var bar));
        Assert.Equal(100, bar.Volume);
    }

    [Fact]
    public void A_series_gives_its_last_period_only_when_that_has_ended()
    {
        var series = new BarSeries("AAPL", BarPeriod.Minute, [.. EveryMinuteOf(Full).Take(389)]);
        Assert.Empty(BarResampler.Resample(series, BarPeriod.Day, Calendar).Bars);
        Assert.Empty(BarResampler.Resample(series, BarPeriod.Day, Calendar, Full.Close.AddTicks(-1)).Bars);
        Assert.Single(BarResampler.Resample(series, BarPeriod.Day, Calendar, Full.Close).Bars);
    }

    [Fact]
    public void A_bar_too_long_for_the_grid_is_refused()
    {
        var resampler = new BarResampler(BarPeriod.OfMinutes(3), Calendar);
        Assert.True(resampler.Add(Minute(Full.Open) with { End = Full.Open.AddMinutes(2) }));
        var error = Assert.Throws<ArgumentException>(() => resampler.Add(Minute(Full.Open.AddMinutes(2)) with { End = Full.Open.AddMinutes(4) }));
        Assert.Contains("needs shorter bars", error.Message);
        Assert.Throws<ArgumentException>(() => new BarResampler(BarPeriod.Minute, Calendar).Add(Minute(Full.Open) with { End = Full.Close }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BarResampler(default, Calendar));
    }

    [Fact]
    public void Completed_bars_must_be_taken()
    {
        var resampler = new BarResampler(BarPeriod.Minute, Calendar);
        resampler.Add(Minute(Full.Open));
        Assert.Throws<InvalidOperationException>(() => resampler.Add(Minute(Full.Open.AddMinutes(1))));
    }

    [Fact]
    public void A_bar_costs_no_memory()
    {
        var minutes = EveryMinuteOf(Full).Concat(EveryMinuteOf(Short)).ToArray();
        var resampler = new BarResampler(BarPeriod.OfMinutes(5), Calendar);
        Feed(minutes.AsSpan(0, 60));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Feed(minutes.AsSpan(60));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Feed(ReadOnlySpan<Bar> bars)
        {
            foreach (ref readonly var bar in bars)
            {
                resampler.Add(bar);
                while (resampler.TryTake(out _)) ;
            }
        }
    }

    private static bool IsRegular(Bar bar) => Calendar.CurrentOrNext(bar.Start).PhaseAt(bar.Start) == SessionPhase.Regular;

    private static ImmutableArray<Bar> Resample(ImmutableArray<Bar> minutes, BarPeriod period) =>
        BarResampler.Resample(new BarSeries("AAPL", BarPeriod.Minute, minutes), period, Calendar, DateTimeOffset.MaxValue).Bars;

    private static ImmutableArray<Bar> EveryMinuteOf(Session session) =>
        [.. Enumerable.Range(0, (int)(session.Close - session.Open).TotalMinutes).Select(minute => Minute(session.Open.AddMinutes(minute)))];

    private static Bar Minute(DateTimeOffset start) => new(start, start.AddMinutes(1), Cents(10), Cents(12), Cents(9), Cents(11), 100);

    private static Price Cents(int cents) => Price.FromUnits((cents + 1) * (Price.UnitsPerDollar / 100));

    private static string Grid(ImmutableArray<Bar> bars) => string.Join(' ', bars.Select(bar => $"{Clock(bar.Start)}-{Clock(bar.End)}"));

    private static string Clock(DateTimeOffset time) => EasternTime.At(time).ToString("HH:mm", CultureInfo.InvariantCulture);

    private static int Next(ref uint state, int below)
    {
        state = (state * 1_664_525) + 1_013_904_223;
        return (int)((state >> 8) % (uint)below);
    }
}
