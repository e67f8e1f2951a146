using Trading.MarketData;
using Trading.Runtime.Data;

namespace Trading.Runtime.Tests.Data;

/// <summary>The samples are what their README says.</summary>
public class SamplesTests
{
    [Fact]
    public void The_samples_are_daily_bars_of_sessions_of_the_exchange()
    {
        var data = HistoricalData.Open(Folder(), new NyseCalendar());
        Assert.Equal(
            [
                "GOOG 1d 1047 2004-08-19 2008-10-14",
                "MSFT 1d 65 2003-06-19 2003-09-19",
                "SPX 1d 5105 2000-01-03 2020-04-17",
            ],
            data.Series.Select(series => FormattableString.Invariant($"{series.Symbol} {series.Period} {series.Count} {series.FirstStart:yyyy-MM-dd} {series.LastEnd:yyyy-MM-dd}")));
        Assert.Equal("MSFT 1d: 64 rows were out of order and have been sorted", Assert.Single(data.Notes).ToString());
    }

    [Fact]
    public void The_index_has_a_bar_for_every_session_of_its_years()
    {
        var data = HistoricalData.Open(Path.Combine(Folder(), "sp500-2000.csv"), new NyseCalendar());
        var sessions = new NyseCalendar().Sessions(new DateOnly(2000, 1, 3), new DateOnly(2020, 4, 17));
        Assert.Equal(sessions.Select(session => (session.Open, session.Close)), data.Bars().Select(bar => (bar.Start, bar.End)));
    }

    private static string Folder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "TradingFunctions.sln"))) folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "samples");
    }
}
