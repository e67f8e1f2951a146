using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using Trading.Indicators;
using Trading.MarketData;
using Trading.Runtime.Data;
using Symbol = Trading.MarketData.Symbol;

namespace Trading.Cli.Commands;

/// <summary><c>trading indicator</c>: any indicator over anyone's bars.</summary>
internal sealed class IndicatorCommand : DeskCommand
{
    private readonly Argument<string> _name = new("indicator") { Description = "The indicator and its period: sma:20, ema, atr:14, rsi, adx, donchian-upper:55, stddev.", HelpName = "NAME[:PERIOD]" };
    private readonly Option<string?> _data = new("--data") { Description = "The bars: a file of one symbol, or with --symbol any data. Default: the sample.", HelpName = "PATH" };
    private readonly Option<string[]> _read = ReadOption.Make();
    private readonly Option<string?> _symbol = new("--symbol") { Description = "The symbol, where the data has several.", HelpName = "SYMBOL" };
    private readonly Option<string?> _period = PeriodOption.Make();
    private readonly Option<bool> _csv = new("--csv") { Description = "Comma-separated values: time,value." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON array of {time, value}; null while warming up." };
    private readonly Terminal _terminal;

    public IndicatorCommand(Terminal terminal)
        : base("indicator", "Compute an indicator over bars, to check it against another tool's.")
    {
        _terminal = terminal;
        Arguments.Add(_name);
        foreach (var option in (Option[])[_data, _read, _symbol, _period, _csv, _json]) Options.Add(option);
        SetAction(Run);
    }

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("trading indicator rsi:14 --data prices.csv", "Wilder's relative strength index of your own bars."),
        ("trading indicator ema:50 --symbol SPX --csv > ema.csv", "A moving average of the sample, for a spreadsheet."),
    ];

    private int Run(ParseResult arguments)
    {
        var asCsv = arguments.GetValue(_csv);
        var asJson = arguments.GetValue(_json);
        if (asCsv && asJson) throw new CommandFailure(ExitCode.WrongUse, "--csv and --json exclude each other.");
        if (!IndicatorCatalogue.TryCreate(arguments.GetValue(_name), out var indicator, out var error)) throw new CommandFailure(ExitCode.WrongUse, error);
        var data = Open(arguments.GetValue(_data) ?? Samples.Folder, ReadOption.Of(arguments.GetValue(_read)), arguments.GetValue(_symbol), PeriodOption.Of(arguments.GetValue(_period)));
        var values = Values(indicator, data);
        if (asJson) JsonOutput.Write(_terminal.Output, values);
        else
        {
            if (asCsv) _terminal.Output.WriteLine("time,value");
            var separator = asCsv ? "," : "  ";
            foreach (var (time, value) in values)
                _terminal.Output.WriteLine($"{time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}{separator}{value?.ToString("R", CultureInfo.InvariantCulture) ?? (asCsv ? "" : "-")}");
        }
        return ExitCode.Done;
    }

    /// <summary>One value a bar, stamped with the bar's start, as charts do.</summary>
    private static IEnumerable<IndicatorValue> Values(IIndicator indicator, HistoricalData data)
    {
        using var cursor = data.OpenCursor();
        while (cursor.MoveNext())
        {
            indicator.Update(in cursor.Current);
            yield return new IndicatorValue(cursor.Current.Start, indicator.IsReady ? indicator.Value : null);
        }
    }

    private HistoricalData Open(string path, HistoricalDataOptions reading, string? symbol, BarPeriod? period)
    {
        try
        {
            var data = HistoricalData.Open(path, new NyseCalendar(), reading);
            foreach (var note in data.Notes) _terminal.Note(note.ToString());
            if (symbol is not null) data = data.Only([Symbol.TryParse(symbol, out var wanted) ? wanted : throw new CommandFailure(ExitCode.WrongUse, $"--symbol '{symbol}' is not a symbol, such as AAPL.")]);
            if (period is { } wantedPeriod) data = data.Only(wantedPeriod);
            return data.Series.Length switch
            {
                1 => data,
                0 => throw new CommandFailure(ExitCode.BadData, $"{path} has no bars{(symbol is null && period is null ? "" : $" of {symbol} {period}".Replace("  ", " ", StringComparison.Ordinal).TrimEnd())}."),
                _ => throw new CommandFailure(ExitCode.WrongUse, $"{path} has {string.Join(", ", data.Series.Select(series => $"{series.Symbol} {series.Period}"))}; choose one with {(data.Series.Select(series => series.Symbol).Distinct().Count() > 1 ? "--symbol" : "--period")}."),
            };
        }
        catch (Exception bad) when (bad is HistoricalDataException or BarFileException)
        {
            throw new CommandFailure(ExitCode.BadData, bad.Message);
        }
    }

    private sealed record IndicatorValue([property: JsonConverter(typeof(UtcJsonConverter))] DateTimeOffset Time, double? Value);
}
