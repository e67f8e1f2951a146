using System.Text.RegularExpressions;
using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>
/// The symbol that a file's name tells: what is left of <c>aapl_1min_2020.csv.gz</c> without extensions and without what
/// follows the name, such as periods, dates and words like "daily": <c>AAPL</c>.
/// </summary>
internal static partial class SymbolOfFileName
{
    public static Symbol? Find(string path)
    {
        var name = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
        while (Extension().Match(name) is { Success: true } extension) name = name[..extension.Index];
        while (Suffix().Match(name) is { Success: true, Index: > 0 } suffix) name = name[..suffix.Index];
        return Symbol.TryParse(name, out var symbol) ? symbol : (Symbol?)null;
    }

    [GeneratedRegex(@"\.(csv|tsv|psv|txt|dat|gz|zip)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Extension();

    [GeneratedRegex(
        @"[-_ ,]+(\d+|\(\d+\)|\d+ ?(m|min|mins|minutes?|h|hr|hours?|d|days?)|[mhd]\d+|daily|hourly|day|hour|minute"
        + @"|bars?|ohlcv?|prices?|data|histor(y|ical)|eod|adj(usted)?|unadjusted|full)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Suffix();
}
