using System.Collections.Immutable;
using System.Text.Json;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Reports;

namespace Trading.Runtime.Tests.Reports;

public sealed class SummaryJsonTests
{
    private static readonly string[] Keys =
    [
        "bars", "seconds", "barsPerSecond", "trades", "startingEquity", "endingEquity", "maxDrawdown", "sharpe", "hash", "return", "cagr", "sortino",
        "winRate", "profitFactor", "expectancy", "exposure", "turnover", "fees", "rejected", "canceled", "openTrades", "first", "last", "messages",
        "transitions", "fills", "stopped",
    ];

    [Fact]
    public void The_keys_are_these_whatever_came_of_the_run()
    {
        Assert.Equal(Keys, Read(Runs.Empty).EnumerateObject().Select(key => key.Name));
        Assert.Equal(Keys, Read(Runs.Report(trades: 20).Result).EnumerateObject().Select(key => key.Name));
    }

    [Fact]
    public void Figures_are_written_as_they_are()
    {
        var figures = new Performance(100_000m, 112_345.67m, 0.1234567, 0.06, 1.25, 1.75, 0.08, 42, 0.5, 1.6, 293.94m, 0.4, 12.5, 84.12m);
        var result = Runs.ResultOf(figures, [], bars: 5_000_000) with
        {
            Rejected = ImmutableSortedDictionary<string, int>.Empty.Add("PriceStale", 3).Add("DailyLoss", 2),
            Canceled = 5,
            OpenTrades = 1,
            Last = Runs.Open.AddDays(1),
        };

        var json = Read(result);

        Assert.Equal(5_000_000, json.GetProperty("bars").GetInt64());
        Assert.Equal(2, json.GetProperty("seconds").GetDouble());
        Assert.Equal(2_500_000, json.GetProperty("barsPerSecond").GetDouble());
        Assert.Equal(112_345.67m, json.GetProperty("endingEquity").GetDecimal());
        Assert.Equal(0.1234567, json.GetProperty("return").GetDouble());
        Assert.Equal(0.08, json.GetProperty("maxDrawdown").GetDouble());
        Assert.Equal(293.94m, json.GetProperty("expectancy").GetDecimal());
        Assert.Equal("""{"DailyLoss":2,"PriceStale":3}""", JsonSerializer.Serialize(json.GetProperty("rejected")));
        Assert.Equal("2024-01-03T14:30:00+00:00", json.GetProperty("last").GetString());
        Assert.Equal("8f14e45fceea167a5a36dedd4bea2543", json.GetProperty("hash").GetString());
    }

    [Fact]
    public void Amounts_are_written_without_needless_digits()
    {
        var figures = Runs.Empty.Performance with { EndingEquity = 100_000.5000m, Expectancy = 1m / 3, Fees = 100m };

        var json = Read(Runs.ResultOf(figures, [], 0));

        Assert.Equal("100000.5", json.GetProperty("endingEquity").GetRawText());
        Assert.Equal("0.33333333", json.GetProperty("expectancy").GetRawText());
        Assert.Equal("100", json.GetProperty("fees").GetRawText());
    }

    [Fact]
    public void What_is_unknown_or_not_a_number_is_null()
    {
        var figures = new Performance(100m, 100m, double.NaN, double.PositiveInfinity, double.NaN, double.NegativeInfinity, double.NaN, 0, double.NaN, double.PositiveInfinity, null, double.NaN, null, 0m);

        var json = Read(Runs.ResultOf(figures, [], 0) with { First = default, Last = default });

        foreach (var key in (string[])["return", "cagr", "sharpe", "sortino", "maxDrawdown", "winRate", "profitFactor", "expectancy", "exposure", "turnover", "first", "last"])
            Assert.Equal(JsonValueKind.Null, json.GetProperty(key).ValueKind);
        Assert.Equal(0, json.GetProperty("barsPerSecond").GetDouble());
    }

    private static JsonElement Read(BacktestResult result)
    {
        using var output = new StringWriter();
        SummaryJson.Write(result, output);
        using var document = JsonDocument.Parse(output.ToString());
        return document.RootElement.Clone();
    }
}
