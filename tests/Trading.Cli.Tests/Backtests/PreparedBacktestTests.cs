using Trading.Cli.Backtests;
using Trading.MarketData;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Data;

namespace Trading.Cli.Tests.Backtests;

public sealed class PreparedBacktestTests
{
    private static readonly DateTimeOffset NewYear = new(2010, 1, 1, 5, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Progress_through_chosen_days_is_told_by_time()
    {
        var prepared = Of(new(2010, 1, 1), new(2011, 12, 31));
        Assert.Equal(0, prepared.PartDone(0, default));
        Assert.Equal(0.5, prepared.PartDone(1, NewYear.AddYears(1)));
        Assert.Equal(1, prepared.PartDone(500, NewYear.AddYears(2)));
    }

    [Fact]
    public void Progress_from_a_day_on_ends_with_the_data() =>
        Assert.Equal(1, Of(new(2010, 1, 1), null).PartDone(1, new(2020, 4, 17, 20, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void Progress_through_all_of_the_data_is_told_by_bars()
    {
        var prepared = Of(null, null);
        Assert.Equal(0.5, prepared.PartDone(prepared.TotalBars!.Value / 2, default)!.Value, 0.001);
    }

    [Fact]
    public void A_run_without_a_bar_has_no_days()
    {
        using var output = new StringWriter();
        var prepared = Of(null, null);
        var nothing = new Backtest(prepared.Settings, prepared.Calendar).Run(prepared.Data.Only(Array.Empty<Symbol>()), TestContext.Current.CancellationToken);
        ResultTable.Print(nothing, new Terminal(output, TextWriter.Null));
        Assert.Matches("From +- ", output.ToString());
        Assert.DoesNotContain("0001", output.ToString(), StringComparison.Ordinal);
    }

    private static PreparedBacktest Of(DateOnly? from, DateOnly? to) => PreparedBacktest.Of(
        new BacktestRequest(Samples.Folder, new HistoricalDataOptions(), null, [], ["SPX"], null, from, to, null, null, Json: true),
        new Terminal(TextWriter.Null, TextWriter.Null));
}
