using System.CommandLine;
using System.Globalization;
using Trading.Cli.Backtests;
using Trading.MarketData;
using Trading.Runtime.Data;
using Symbol = Trading.MarketData.Symbol;

namespace Trading.Cli.Desks;

/// <summary>The options of commands that bring a market to life: whose bars, and how fast.</summary>
internal sealed class MarketOptions
{
    private const int BarsMade = 1_000_000;
    private static readonly DateOnly FirstDayMade = new(2024, 1, 2);

    /// <summary>Symbols that the exchanges keep for tests, so that nobody takes made-up prices for a company's.</summary>
    private static readonly Symbol[] SymbolsMade = ["ZVZZT", "ZWZZT", "ZXZZT"];

    private readonly Option<string?> _data = new("--data")
    {
        Description = "Bars to replay: a CSV or .bars file, a folder, or a pattern in quotes. Default: made-up minutes of test symbols.",
        HelpName = "PATH",
    };

    private readonly Option<string[]> _read = ReadOption.Make();

    private readonly Option<string> _speed = new("--speed")
    {
        Description = "How many seconds pass at the market in one: 1 for the wall clock, or max. Pauses in the data are passed over.",
        HelpName = "N|max",
        DefaultValueFactory = _ => "1",
    };

    private readonly Option<string[]> _symbol = new("--symbol") { Description = "Only these symbols of the data, or the made-up symbols. May be given several times.", HelpName = "SYMBOL" };
    private readonly Option<string?> _period = PeriodOption.Make();
    private readonly Option<DateOnly?> _from = DateOption.Make("--from", "The first day to replay, as 2010-01-04.");
    private readonly Option<DateOnly?> _to = DateOption.Make("--to", "The last day to replay.");
    private readonly Option<int> _seed = new("--seed") { Description = "Which made-up prices.", HelpName = "N", DefaultValueFactory = _ => 1 };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_data, _read, _speed, _symbol, _period, _from, _to, _seed]) command.Options.Add(option);
    }

    /// <summary>Seconds of the market for one of the wall; zero for as fast as possible.</summary>
    /// <exception cref="CommandFailure">The speed is none.</exception>
    public double SpeedOf(ParseResult arguments) => arguments.GetValue(_speed) switch
    {
        "max" => 0,
        var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && speed is > 0 and <= 1_000_000 => speed,
        var text => throw new CommandFailure(ExitCode.WrongUse, $"--speed '{text}' is neither max nor a number above zero."),
    };

    /// <summary>The first option that was given and makes sense for bars that are replayed alone; null for none.</summary>
    public string? ReplayOptionIn(ParseResult arguments) =>
        ((Option[])[_data, _read, _speed, _from, _to, _seed]).FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>What the command replays, as a request for bars.</summary>
    public BacktestRequest RequestOf(ParseResult arguments, string? strategy, string[] assignments, string? configuration) => new(
        arguments.GetValue(_data) ?? "",
        ReadOption.Of(arguments.GetValue(_read)),
        strategy,
        [.. assignments.Select(BacktestOptions.Assignment)],
        [.. (arguments.GetValue(_symbol) ?? []).Select(text => Symbol.TryParse(text, out var symbol) ? symbol : throw new CommandFailure(ExitCode.WrongUse, $"--symbol '{text}' is not a symbol, such as AAPL."))],
        PeriodOption.Of(arguments.GetValue(_period)),
        arguments.GetValue(_from), arguments.GetValue(_to), configuration, null, false);

    /// <summary>The bars, and what they are in words.</summary>
    public (HistoricalData Data, string Name) Open(BacktestRequest request, ParseResult arguments, NyseCalendar calendar, Terminal terminal)
    {
        if (request.Data.Length > 0) return (PreparedBacktest.Open(request, calendar, terminal), NameOf(request, arguments.GetValue(_read) ?? []));
        var seed = (ulong)arguments.GetValue(_seed);
        Symbol[] symbols = request.Symbols.IsEmpty ? SymbolsMade : [.. request.Symbols];
        var sources = symbols.Select((symbol, i) => SyntheticBars.OverSessions(symbol, seed + (ulong)i, BarsMade, FirstDayMade, calendar, Price.Parse("100")));
        return (HistoricalData.Of(sources), $"made-up minutes of {string.Join(", ", symbols)}, seed {seed}");
    }

    private static string NameOf(BacktestRequest request, string[] read) =>
        string.Create(CultureInfo.InvariantCulture, $"{Path.GetFullPath(request.Data)} {string.Join(',', request.Symbols)} {request.Period} {request.From:yyyy-MM-dd} {request.To:yyyy-MM-dd} {string.Join(' ', read)}").TrimEnd();
}
