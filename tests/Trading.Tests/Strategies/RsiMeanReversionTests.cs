using Trading.Positions;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Tests.Strategies;

public class RsiMeanReversionTests
{
    private static readonly RsiMeanReversionParameters Plain = new() { Oversold = 20, TrendPeriod = 0, Protection = TradeProtection.None };

    [Fact]
    public void It_buys_below_the_oversold_level_and_leaves_above_the_exit_level()
    {
        // Gains and losses of two bars, Wilder's way: 1 and 0.5, 0.5 and 1.25, 0.25 and 1.125, 2.625 and 0.5625.
        // So the index is 66.667, 28.571, 18.182, 82.353 from bar 2 on.
        var bars = BarsFor.Days(10, 12, 11, 9, 8, 13);
        var said = Said.By(new RsiMeanReversion(Plain), bars);

        Assert.Equal(["4 enter Long", "5 exit Long"], said.Select(s => s.ToString()));
        var plan = said[0].Entry!;
        Assert.Equal("RSI 2 (18.182) below 20", plan.Reason);
        Assert.Equal((bars[4].Close, bars[4].End), (plan.ReferencePrice, plan.SignaledAt));
        Assert.Equal(new ExitSignaled(TradeDirection.Long, bars[5].Close, "RSI 2 (82.353) above 70"), said[1].Exit);
    }

    [Fact]
    public void A_fall_is_bought_once_until_the_index_has_recovered()
    {
        var said = Said.By(new RsiMeanReversion(Plain), BarsFor.Days(10, 12, 11, 9, 8, 7, 6, 6.5m, 5, 9, 3, 1));
        Assert.Equal(["4 enter Long", "9 exit Long", "11 enter Long"], said.Select(s => s.ToString()));
    }

    [Fact]
    public void It_buys_only_above_the_long_average()
    {
        // An index of one bar is 0 after a fall and 100 after a rise. SMA 5 is 7.7 at bar 5, 8.1 at bar 6 and 7.5 at bar 7.
        var parameters = Plain with { RsiPeriod = 1, TrendPeriod = 5 };
        var said = Said.By(new RsiMeanReversion(parameters), BarsFor.Days(5, 6, 7, 8, 9, 8.5m, 9, 4));

        Assert.Equal(["5 enter Long", "6 exit Long"], said.Select(s => s.ToString()));
        Assert.Equal("RSI 1 (0.0) below 20, close 8.50 above SMA 5 (7.70)", said[0].Entry!.Reason);
    }

    [Fact]
    public void Shorts_are_the_mirror_of_longs()
    {
        var parameters = Plain with { RsiPeriod = 1, TrendPeriod = 5, Directions = AllowedDirections.Both };
        var said = Said.By(new RsiMeanReversion(parameters), BarsFor.Days(9, 8, 7, 6, 5, 5.5m, 5, 10));

        Assert.Equal(["5 enter Short", "6 exit Short"], said.Select(s => s.ToString()));
        Assert.Equal("RSI 1 (100.0) above 80, close 5.50 below SMA 5 (6.30)", said[0].Entry!.Reason);
        Assert.Equal("RSI 1 (0.0) below 30", said[1].Exit!.Reason);
    }

    [Fact]
    public void A_filter_that_is_not_ready_holds_entries_back()
    {
        var bars = BarsFor.Days(10, 12, 11, 9, 8);
        Assert.Empty(Said.By(new RsiMeanReversion(Plain with { TrendPeriod = 6 }), bars));
        Assert.Empty(Said.By(new RsiMeanReversion(Plain with { Protection = new() { AtrPeriod = 6 } }), bars));
        Assert.Single(Said.By(new RsiMeanReversion(Plain with { Protection = new() { AtrPeriod = 5 } }), bars));
    }

    [Fact]
    public void By_default_a_trade_has_a_stop_at_three_average_true_ranges_and_two_weeks_of_ten_bars()
    {
        // All true ranges are 1, so the average is; the index of two bars falls to 0 on the last.
        var rows = Enumerable.Range(0, 200).Select(i => (i + 1m, (decimal)i + 0.5m, i + 1m)).Append((200, 199, 199)).Append((199, 198, 198)).ToArray();
        var plan = Said.By(new RsiMeanReversion(new() { Oversold = 30 }), BarsFor.Days(rows)).Single().Entry!;

        Assert.Equal((198m, 195m), (plan.ReferencePrice.ToDecimal(), plan.StopPrice!.Value.ToDecimal()));
        Assert.Equal([new StopPolicy.TimeLimit(TimeSpan.FromDays(14))], plan.StopPolicies);
    }

    [Fact]
    public void Levels_that_contradict_each_other_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new RsiMeanReversion(Plain with { ExitLevel = 20 }));
        Assert.Throws<ArgumentException>(() => new RsiMeanReversion(Plain with { ExitLevel = 81, Directions = AllowedDirections.Both }));
    }
}
