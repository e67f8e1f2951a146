using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Reports;
using Trading.Trades;

namespace Trading.Runtime.Tests.Reports;

public sealed class HtmlReportTests
{
    private const int MostBytes = 3_000_000;
    private const string Hostile = "</td><script>alert(1)</script><img src=x onerror='alert(2)'>\" & \u0001\ud800 \u2028";

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(3, 30, 2)]
    [InlineData(180, 900, 1)]
    [InlineData(700, 4000, 12)]
    public void The_page_is_well_formed_and_of_one_piece(int trades, int days, int symbols)
    {
        var page = Runs.HtmlOf(Runs.Report(trades, days, symbols));

        var document = Parse(page);
        var ids = document.Descendants().Attributes("id").Select(id => id.Value).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(document.Descendants().Attributes("aria-labelledby"), label => Assert.Contains(label.Value, ids));
        Assert.All(document.Descendants().Attributes("href"), link => Assert.Contains(link.Value[1..], ids));
        Assert.Empty(document.Descendants().Attributes("src"));
        Assert.DoesNotContain(document.Descendants(), element => element.Name.LocalName is "link" or "iframe" or "object" or "embed" or "img" or "image" or "use");
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100_000, 185)]
    [InlineData(0, 0.0001)]
    [InlineData(-250.5, 91_000_000_000)]
    public void A_run_in_which_nothing_moves_is_drawn(double equity, double price)
    {
        var bar = Runs.Bar(0, Runs.Open, TimeSpan.FromMinutes(1));
        bar = bar with { Open = Price.FromDouble(price), High = Price.FromDouble(price), Low = Price.FromDouble(price), Close = Price.FromDouble(price) };
        var figures = Runs.Empty.Performance with { StartingEquity = (decimal)equity, EndingEquity = (decimal)equity };
        var input = Runs.EmptyReport with
        {
            Result = Runs.ResultOf(figures, [new EquityPoint(Runs.Open, (decimal)equity, 0)], bars: 1),
            Prices = [new PriceSeries("AAPL", [bar]), new PriceSeries("MSFT", [])],
        };

        var charts = Parse(Runs.HtmlOf(input)).Descendants().Where(element => element.Name.LocalName == "svg").ToArray();

        Assert.Equal(6, charts.Length);
        Assert.DoesNotContain(charts.Descendants().Attributes("d"), path => path.Value.Contains('N', StringComparison.Ordinal));
    }

    [Fact]
    public void Each_entry_and_exit_is_marked_by_its_kind()
    {
        var input = Runs.Report(trades: 40);

        var chart = Parse(Runs.HtmlOf(input)).Descendants().Single(element => element.Attribute("id")?.Value == "prices").Descendants()
            .First(element => element.Attribute("class")?.Value == "wide");

        int Marks(string kind) => chart.Descendants().Count(element => element.Attribute("class")?.Value == $"f-{kind} s-halo");
        Assert.Equal(input.Trades.Count(trade => trade.Outcome.Direction == TradeDirection.Long), Marks("long"));
        Assert.Equal(input.Trades.Count(trade => trade.Outcome.Direction == TradeDirection.Short), Marks("short"));
        Assert.Equal(input.Trades.Count(trade => trade.Outcome.ProfitAndLoss > 0), Marks("win"));
        Assert.Equal(input.Trades.Count(trade => trade.Outcome.ProfitAndLoss <= 0), Marks("loss"));
        Assert.Contains("Short entry 2024-01-02 09:30: 50 at 180.00", chart.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_that_may_not_close_themselves_are_closed()
    {
        var open = Regex.Matches(Runs.HtmlOf(Runs.Report(30)), "<([a-z]+)[^>]*/>").Select(match => match.Groups[1].Value).Distinct();

        Assert.Equal(["meta", "path"], open.Order());
    }

    [Fact]
    public void The_same_run_makes_the_same_page() => Assert.Equal(Runs.HtmlOf(Runs.Report(50)), Runs.HtmlOf(Runs.Report(50)));

    [Fact]
    public void A_run_of_nothing_says_so_in_each_part()
    {
        var page = Parse(Runs.HtmlOf(Runs.EmptyReport)).Root!.Value;

        Assert.Contains("No bars were replayed.", page, StringComparison.Ordinal);
        Assert.Contains("there is no curve", page, StringComparison.Ordinal);
        Assert.Contains("there are no returns", page, StringComparison.Ordinal);
        Assert.Contains("No prices were kept.", page, StringComparison.Ordinal);
        Assert.Contains("No trade was closed.", page, StringComparison.Ordinal);
        Assert.Contains("No trade was rejected.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", Regex.Replace(page, "isNaN", ""), StringComparison.Ordinal);
    }

    [Fact]
    public void A_trade_is_shown_with_its_figures_and_its_way_through_the_states()
    {
        var input = Runs.Report(trades: 1);

        var rows = Parse(Runs.HtmlOf(input)).Descendants().Single(element => element.Attribute("id")?.Value == "trade-table")
            .Elements().Where(element => element.Name.LocalName == "tbody").Elements().ToArray();

        Assert.Equal(
            ["SYM0", "Short", "2024-01-02 09:30", "\u22120.50", "\u22120.01%", "37m", "50", "180.00", "180.00", "\u22120.69%", "1.39%", "2024-01-02 10:07", "Stop"],
            rows[0].Elements().Select(cell => cell.Value));
        Assert.Equal(
            "Signaled 2024-01-02 09:30 (EMA 20 crossed above EMA 50) \u2192 Approved \u2192 Entering \u2192 Open 09:31 \u2192 Exiting 10:07 (Stop) \u2192 Closed",
            rows[1].Value);
    }

    [Fact]
    public void Whatever_comes_from_outside_is_text()
    {
        var trade = Runs.Trade(1, Runs.Open, "AAPL", Hostile, strategy: "s");
        trade = trade with { History = History<TradeState>.Empty.Append(new(TradeState.Scanning, TradeState.Signaled, Hostile, Hostile, Runs.Open, default)) };
        var input = Runs.Report(5) with
        {
            Title = Hostile,
            Settings = [new ReportSetting(Hostile, Hostile), default],
            Trades = [trade],
        };
        input = input with { Result = input.Result with { Hash = Hostile, Rejected = ImmutableSortedDictionary<string, int>.Empty.Add(Hostile, 3) } };

        var page = Runs.HtmlOf(input);

        var document = Parse(page);
        Assert.Single(document.Descendants(), element => element.Name.LocalName == "script");
        Assert.DoesNotContain(document.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        var seen = Hostile.Replace('\u0001', '\ufffd').Replace('\ud800', '\ufffd');
        Assert.Equal(seen, document.Descendants().Single(element => element.Name.LocalName == "h1").Value);
        Assert.Equal(2, document.Descendants().Count(element => element.Name.LocalName is "dt" or "th" && element.Value == seen));
    }

    [Fact]
    public void Any_title_is_read_back_as_it_was() => Gen.String.Sample(title =>
    {
        var heading = Parse(Runs.HtmlOf(Runs.EmptyReport with { Title = title })).Descendants().Single(element => element.Name.LocalName == "h1").Value;

        Assert.Equal(title.Length, heading.Length);
        foreach (var (was, now) in title.Zip(heading)) Assert.True(was == now || now is '\ufffd' || (now == ' ' && char.IsControl(was)));
    }, iter: 300);

    [Fact]
    public void Only_the_script_of_the_page_may_run()
    {
        var document = Parse(Runs.HtmlOf(Runs.EmptyReport));

        var policy = document.Descendants().Single(element => element.Attribute("http-equiv") is not null).Attribute("content")!.Value;
        var script = document.Descendants().Single(element => element.Name.LocalName == "script").Value;
        Assert.Contains($"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', script);
    }

    [Fact]
    public void Five_thousand_trades_stay_under_three_megabytes()
    {
        var page = Runs.HtmlOf(Runs.Report(trades: 5000, days: 3000, symbols: 12) with { TotalTrades = 91_234 });

        Assert.InRange(Encoding.UTF8.GetByteCount(page), 1_000_000, MostBytes);
        Assert.Contains("5,000 of 91,234 trades", page, StringComparison.Ordinal);
        Assert.Contains("The 8 symbols with the most trades of 12.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Trades_come_newest_first_in_whatever_order_they_are_given()
    {
        var input = Runs.Report(40);
        var page = Runs.HtmlOf(input);

        Assert.Equal(page, Runs.HtmlOf(input with { Trades = [.. input.Trades.Reverse()] }));
        var opened = Regex.Matches(page, "</button></td><td>[A-Z][a-z]+</td><td>([^<]+)</td>").Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(40, opened.Length);
        Assert.Equal(opened.OrderDescending(StringComparer.Ordinal), opened);
    }

    [Fact]
    public void Every_chart_has_a_title_and_every_heading_of_a_table_a_scope()
    {
        var document = Parse(Runs.HtmlOf(Runs.Report(30, symbols: 2)));

        var charts = document.Descendants().Where(element => element.Name.LocalName == "svg").ToArray();
        Assert.Equal(9, charts.Length);
        Assert.All(charts, chart => Assert.Equal("img", chart.Attribute("role")?.Value));
        Assert.All(charts, chart => Assert.NotEmpty(chart.Elements().First(element => element.Name.LocalName == "title").Value));
        Assert.All(document.Descendants().Where(element => element.Name.LocalName == "th"), heading => Assert.NotNull(heading.Attribute("scope")));
    }

    [Fact]
    public void A_stopped_run_says_so_at_the_top()
    {
        var input = Runs.Report(3);

        Assert.DoesNotContain("was stopped", Runs.HtmlOf(input), StringComparison.Ordinal);
        Assert.Contains("was stopped", Runs.HtmlOf(input with { Result = input.Result with { WasStopped = true } }), StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_that_are_not_numbers_are_dashes()
    {
        var input = Runs.Report(3);
        var figures = input.Result.Performance with { Sharpe = double.NaN, Sortino = double.PositiveInfinity, AnnualReturn = double.NaN, ProfitFactor = null, WinRate = double.NaN };

        var tiles = Parse(Runs.HtmlOf(input with { Result = input.Result with { Performance = figures } })).Descendants()
            .Where(element => element.Attribute("class")?.Value.StartsWith("value", StringComparison.Ordinal) == true).Select(tile => tile.Value).ToArray();

        Assert.Equal(12, tiles.Length);
        Assert.Equal(5, tiles.Count(tile => tile == "\u2013"));
    }

    private static XDocument Parse(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Parse, XmlResolver = null });
        return XDocument.Load(reader);
    }
}
