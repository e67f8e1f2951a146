using System.CommandLine;
using Trading.MarketData;
using Trading.Runtime.Data;
using Symbol = Trading.MarketData.Symbol;

namespace Trading.Cli;

/// <summary>The option that says how files of bars are to be read where they do not tell, or where they can be read two ways.</summary>
internal static class ReadOption
{
    private const string Names = "symbol, period, zone, stamp, dates, decimal, adjusted, badRows";

    public static Option<string[]> Make() => new("--read")
    {
        Description = "How files are read where they do not tell: symbol=AAPL, period=1m, zone=utc, stamp=end, dates=dayFirst, decimal=. or decimal=, and adjusted=true, badRows=leaveOut. May be given several times.",
        HelpName = "NAME=VALUE",
        AllowMultipleArgumentsPerToken = false,
    };

    /// <exception cref="CommandFailure">A reading that was given makes no sense.</exception>
    public static HistoricalDataOptions Of(string[]? given) => (given ?? []).Aggregate(new HistoricalDataOptions(), With);

    private static HistoricalDataOptions With(HistoricalDataOptions options, string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0) throw Wrong(text, "is not NAME=VALUE, such as zone=utc");
        var value = text[(at + 1)..].Trim();
        return text[..at].Trim() switch
        {
            "symbol" => options with { Symbol = Symbol.TryParse(value, out var symbol) ? symbol : throw Wrong(text, "takes a symbol, such as AAPL") },
            "period" => options with { Period = BarPeriod.TryParse(value, out var period) ? period : throw Wrong(text, "takes a bar period: 1m to 390m, 1h to 6h, or 1d") },
            "zone" => options with { Zone = OneOf<TimeZoneOfRows>(text, value) },
            "stamp" => options with { Stamp = OneOf<BarStamp>(text, value) },
            "dates" => options with { Dates = OneOf<DayAndMonth>(text, value) },
            "decimal" => options with { DecimalSign = value is "." or "," ? value[0] : throw Wrong(text, "takes '.' or ','") },
            "adjusted" => options with { UseAdjustedClose = bool.TryParse(value, out var adjusted) ? adjusted : throw Wrong(text, "takes true or false") },
            "badRows" => options with { BadRows = OneOf<BadRows>(text, value) },
            _ => throw Wrong(text, $"is none of {Names}"),
        };
    }

    private static T OneOf<T>(string text, string value)
        where T : struct, Enum
    {
        var words = Words.Of<T>();
        return Array.IndexOf(words, value) is >= 0 and var i ? Enum.GetValues<T>()[i] : throw Wrong(text, $"takes one of {string.Join(", ", words)}");
    }

    private static CommandFailure Wrong(string text, string why) => new(ExitCode.WrongUse, $"--read '{text}' {why}.");
}
