namespace Trading.Runtime.Data;

/// <summary>The names that vendors give to the columns of a table of prices.</summary>
/// <remarks>
/// Names are compared by their letters alone, in lower case: <c>Adj. Close*</c>, <c>&lt;CLOSE&gt;</c> and <c>4. close</c> are
/// read as <c>adjclose</c>, <c>close</c> and <c>close</c>. Of two columns that could be the same thing, the one whose name
/// stands earlier here is taken.
/// </remarks>
internal static class ColumnNames
{
    private const string PlainDate = "date";

    private static readonly (BarColumn Column, string[] Names)[] Table =
    [
        (BarColumn.Stamp,
        [
            "timestamp", "datetime", "dateandtime", "datetimeutc", "timestamputc", "gmttime", "utctime", "localtime", "tsevent",
            "windowstart", "barstart", "starttime", "begintime", "opentime", "epoch", "unix", "unixtime", "unixtimestamp", "ts", "t",
            "begin", "beginsat", PlainDate, "dateutc", "tradedate", "tradingdate", "tradingday", "day", "dt", "d",
        ]),
        (BarColumn.Time, ["time", "timeofday", "tradetime", "timeutc"]),
        (BarColumn.Symbol, ["symbol", "ticker", "sym", "tic", "instrument", "security", "stock", "code", "name"]),
        (BarColumn.Open, ["open", "openprice", "o", "first"]),
        (BarColumn.High, ["high", "highprice", "h", "max"]),
        (BarColumn.Low, ["low", "lowprice", "l", "min"]),
        (BarColumn.Close, ["close", "closelast", "closeprice", "c", "last", "price"]),
        (BarColumn.AdjustedClose, ["adjclose", "adjustedclose", "closeadj", "closeadjusted", "adjcloseprice", "adjustedprice", "adj"]),
        (BarColumn.Volume, ["volume", "vol", "v", "sharevolume", "totalvolume", "tradevolume", "tickvol"]),
    ];

    private static readonly Dictionary<string, (BarColumn Column, int Rank)> Places = Table
        .SelectMany(row => row.Names.Select((name, rank) => (name, row.Column, rank)))
        .ToDictionary(row => row.name, row => (row.Column, row.rank), StringComparer.Ordinal);

    private static readonly int FirstDate = Places[PlainDate].Rank;

    public static string Normalize(ReadOnlySpan<char> name)
    {
        Span<char> letters = stackalloc char[32];
        var count = 0;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetter(c)) continue;
            if (count == letters.Length) return "";
            letters[count++] = char.ToLowerInvariant(c);
        }
        return letters[..count].ToString();
    }

    /// <summary>What a column of this normalized name holds, and how exact the name is, 0 being the most.</summary>
    public static (BarColumn Column, int Rank)? Find(string name) => Places.TryGetValue(name, out var place) ? place : null;

    public static bool IsStamp(string name) => Find(name) is { Column: BarColumn.Stamp };

    /// <summary>Whether a stamp of this name may be a date that a column of times completes.</summary>
    public static bool IsDate(string name) => Find(name) is { Column: BarColumn.Stamp, Rank: var rank } && rank >= FirstDate;

    /// <summary>Whether the name itself says that times are UTC.</summary>
    public static bool SaysUtc(string name) =>
        name.EndsWith("utc", StringComparison.Ordinal) || name.StartsWith("utc", StringComparison.Ordinal) || name.StartsWith("gmt", StringComparison.Ordinal);
}
