using Trading.Indicators;

namespace Trading.Tests.Indicators;

public class DonchianChannelTests
{
    [Fact]
    public void Including_the_current_bar_it_spans_the_last_bars() =>
        Gen.Select(BarsOf.AnySeries, Gen.Int[1, 30]).Sample((bars, n) =>
        {
            Assert.Equal(Definition.Highest(bars, n), Channel().Read(bars, channel => channel.Upper));
            Assert.Equal(Definition.Lowest(bars, n), Channel().Read(bars, channel => channel.Lower));

            DonchianChannel Channel() => new(n, DonchianWindow.IncludingCurrent);
        });

    [Fact]
    public void Before_the_current_bar_it_is_the_channel_of_one_bar_ago() =>
        Gen.Select(BarsOf.AnySeries, Gen.Int[1, 30]).Sample((bars, n) =>
        {
            Assert.Equal([double.NaN, .. Definition.Highest(bars, n)[..^1]], new DonchianChannel(n).Read(bars, channel => channel.Upper));
            Assert.Equal([double.NaN, .. Definition.Lowest(bars, n)[..^1]], new DonchianChannel(n).Read(bars, channel => channel.Lower));
        });

    [Fact]
    public void Only_the_channel_before_the_current_bar_can_be_broken()
    {
        var bars = BarsOf.HighLowClose((10, 8, 9), (11, 9, 10), (14, 10, 13));
        var (before, including) = (new DonchianChannel(2), new DonchianChannel(2, DonchianWindow.IncludingCurrent));

        Assert.Equal([double.NaN, double.NaN, 9.5], before.Read(bars));
        Assert.Equal([double.NaN, 9.5, 11.5], including.Read(bars));
        Assert.Equal((11, 8), (before.Upper, before.Lower));
        Assert.Equal((14, 9), (including.Upper, including.Lower));
    }

    [Fact]
    public void A_window_that_is_none_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>("window", () => new DonchianChannel(20, (DonchianWindow)7));
}
