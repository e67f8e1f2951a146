using Trading.MarketData;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Reports;

namespace Trading.Runtime.Tests.Reports;

public sealed class TradesCsvTests
{
    private const string Odd = "a\",\r\n =\u00e9';";

    [Fact]
    public void A_trade_is_a_line_under_the_header()
    {
        var trade = Runs.Trade(1, Runs.Open, "BRK.B");
        trade = trade with { Plan = trade.Plan with { StopPrice = (Price)175.5m } };

        Assert.Equal(
            "id,account,strategy,symbol,direction,quantity,entry,exit,fees,pnl,return,mae,mfe,signaled,opened,closed,seconds,exit_reason,entry_reason,reference,stop,target,path\r\n"
            + trade.Outcome.TradeId
            + ",paper,trend,BRK.B,Long,50,180.25,180.17,0.5,-4.5,-0.00049931,-1.25,2.5,2024-01-02T14:30:00Z,2024-01-02T14:30:00Z,2024-01-02T15:08:00Z,2280,Target,"
            + "EMA 20 crossed above EMA 50,180.25,175.5,,Scanning>Signaled>Approved>Entering>Open>Exiting>Closed\r\n",
            CsvOf(trade));
    }

    [Fact]
    public void Any_reason_and_strategy_is_read_back_as_it_was() =>
        Gen.Select(Gen.String[Gen.Int[0, Odd.Length - 1].Select(at => Odd[at]), 0, 12], Gen.String[Gen.Char, 0, 12]).Sample((reason, strategy) =>
        {
            var trade = Runs.Trade(2, Runs.Open, "AAPL", reason);
            var records = Read(CsvOf(trade with { Scope = trade.Scope with { Strategy = strategy } }));

            Assert.Equal(2, records.Count);
            Assert.Equal(records[0].Count, records[1].Count);
            Assert.Equal(reason, records[1][records[0].IndexOf("entry_reason")]);
            Assert.Equal(strategy, records[1][records[0].IndexOf("strategy")]);
        });

    [Fact]
    public void A_run_without_trades_has_the_header_alone()
    {
        var records = Read(CsvOf());

        Assert.Equal("id", Assert.Single(records)[0]);
    }

    private static string CsvOf(params ClosedTrade[] trades)
    {
        using var output = new StringWriter();
        var csv = new TradesCsv(output);
        foreach (var trade in trades) csv.Write(trade);
        return output.ToString();
    }

    /// <summary>A reader by the grammar of RFC 4180, section 2.</summary>
    private static List<List<string>> Read(string csv)
    {
        var records = new List<List<string>>();
        var record = new List<string>();
        var at = 0;
        while (at < csv.Length)
        {
            var field = "";
            if (csv[at] == '"')
            {
                for (at++; csv[at] != '"' || (at + 1 < csv.Length && csv[at + 1] == '"'); at++)
                {
                    if (csv[at] == '"') at++;
                    field += csv[at];
                }
                at++;
            }
            else
            {
                while (csv[at] is not (',' or '\r' or '\n')) field += csv[at++];
            }
            record.Add(field);
            if (csv[at] == ',')
            {
                at++;
                continue;
            }
            Assert.Equal("\r\n", csv.Substring(at, 2));
            at += 2;
            records.Add(record);
            record = [];
        }
        return records;
    }
}
