using System.Text;
using Trading.MarketData;
using Trading.Runtime.Data;

namespace Trading.Runtime.Tests.Data;

/// <summary>Whatever a file holds, it is read as bars or refused with a reason; nothing else ever happens.</summary>
public sealed class CsvFuzzTests : IDisposable
{
    private static readonly string[] Shapes =
    [
        "date,open,high,low,close,volume\n2020-01-02,10,12,9.5,11.25,1000\n2020-01-03,11.25,13,11,12.5,2000\n",
        "20200102 093000;10;12;9.5;11.25;1000\n20200102 093100;11.25;13;11;12.5;2000\n",
        "Date,Time,Open,High,Low,Close,Volume,Ticker\n01/02/2020,09:30 AM,\"1,000.5\",1200,900,1000,1.5K,MSFT\n01/02/2020,09:31 AM,1000,1000,1000,1000,,AAPL\n01/02/2020,09:32 AM,1000,1000,1000,1000,,AAPL\n",
        "Price,Close,High,Low,Open,Volume\nTicker,X,X,X,X,X\nDate,,,,,\n2020-01-02,11.25,12,9.5,10,1000\n",
        "timestamp,open,high,low,close,adjclose,volume\n1577975400000,10,12,9.5,11.25,10,1000\n1577975460000,11.25,13,11,12.5,10,2000\n",
    ];

    // What breaks readers: delimiters, quotes, signs, zeros, digits of other scripts, the ends of types.
    private static readonly Gen<string> Poison = Gen.OneOf(
        OneOf("", "\"", "\"\"", ",", ";", "\t", "|", "\n", "\r\n", "\r", "#", "\0", "-", ".", "$", "e9", "1e-30", "99999999999999999999", "\u0661", "\uFEFF", "sep=,", "NaN", "null", "T", ":", "/", "%", "(", "Ticker", "close"),
        Gen.String[0, 8],
        Gen.Long.Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_bytes_are_read_or_refused() => Gen.Byte.Array[0, 500].Sample(Read, iter: 500, threads: 1);

    [Fact]
    public void Any_signs_of_tables_are_read_or_refused() =>
        Gen.Char["0123456789.,;:-/ \n\"abopenhighlwcsdt"].Array[0, 300].Sample(signs => Read(Encoding.UTF8.GetBytes(signs)), iter: 500, threads: 1);

    [Fact]
    public void A_table_with_anything_put_in_anywhere_is_read_or_refused() => Gen.Select(
        OneOf(Shapes), Gen.Select(Gen.Int[0, 400], Gen.Int[0, 12], Poison).Array[1, 4]).Sample(
        (shape, changes) =>
        {
            foreach (var (place, length, poison) in changes)
            {
                var at = place % (shape.Length + 1);
                shape = shape[..at] + poison + shape[Math.Min(shape.Length, at + length)..];
            }
            Read(Encoding.UTF8.GetBytes(shape));
        },
        iter: 2000,
        threads: 1);

    [Fact]
    public void A_row_that_never_ends_is_refused_and_not_held() =>
        Assert.Contains("is not CSV", _folder.Refuse("x.csv", "date,open,high,low,close\n2020-01-02,1,1,1,1\n\"" + new string('x', 3_000_000)).Message);

    private void Read(byte[] bytes)
    {
        _folder.Write("x.csv", bytes);
        foreach (var options in new[] { new HistoricalDataOptions(), new HistoricalDataOptions { BadRows = BadRows.LeaveOut, UseAdjustedClose = true, Period = BarPeriod.OfMinutes(5), Stamp = BarStamp.End } })
        {
            try
            {
                var data = _folder.Open("x.csv", options);
                foreach (var series in data.Series) Assert.Equal(series.Count, new BarSeries(series.Symbol, series.Period, [.. data.Only(series.Symbol).Bars()]).Bars.Length);
            }
            catch (HistoricalDataException refused)
            {
                Assert.NotEmpty(refused.Problems);
                Assert.True(refused.Total >= refused.Problems.Length);
            }
        }
    }
}
