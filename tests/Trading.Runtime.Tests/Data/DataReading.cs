using Trading.MarketData;
using Trading.Runtime.Data;

namespace Trading.Runtime.Tests.Data;

/// <summary>Short ways to look at what was read.</summary>
internal static class DataReading
{
    public static List<(Symbol Symbol, Bar Bar)> All(this HistoricalData data)
    {
        var all = new List<(Symbol, Bar)>();
        using var cursor = data.OpenCursor();
        while (cursor.MoveNext()) all.Add((data.Series[cursor.SymbolIndex].Symbol, cursor.Current));
        return all;
    }

    public static List<Bar> Bars(this HistoricalData data) => [.. data.All().Select(one => one.Bar)];

    public static List<Bar> Bars(this IBarSource source)
    {
        using var reader = source.OpenReader();
        return reader.Bars();
    }

    public static List<Bar> Bars(this IBarReader reader, int block = 100)
    {
        var all = new List<Bar>();
        var bars = new Bar[block];
        int count;
        while ((count = reader.Read(bars)) > 0) all.AddRange(bars.AsSpan(0, count));
        return all;
    }

    /// <summary>A bar in short: <c>2020-01-02 14:30-21:00 10 12 9 11 1000</c>, times in UTC.</summary>
    public static string InShort(this Bar bar) => FormattableString.Invariant(
        $"{bar.Start:yyyy-MM-dd HH:mm}-{bar.End:HH:mm} {bar.Open.ToDecimal():0.########} {bar.High.ToDecimal():0.########} {bar.Low.ToDecimal():0.########} {bar.Close.ToDecimal():0.########} {bar.Volume}");

    public static IEnumerable<string> InShort(this HistoricalData data) => data.Bars().Select(InShort);
}
