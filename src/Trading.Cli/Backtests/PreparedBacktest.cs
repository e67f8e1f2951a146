using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Configuration;
using Trading.Runtime.Data;
using Trading.Strategies;

namespace Trading.Cli.Backtests;

/// <summary>Data and configuration brought together, ready to run with one set of strategies or another.</summary>
internal sealed record PreparedBacktest(NyseCalendar Calendar, HistoricalData Data, DeskConfiguration Configuration, BarPeriod Period)
{
    public long? TotalBars => Data.Series.Aggregate((long?)0, (sum, series) => sum + series.Count);

    /// <summary>When the first bar that is wanted starts at the earliest, and the last one ends at the latest; null where the data does not tell.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? Span { get; init; }

    /// <summary>How much of the replay is done, 0 to 1: by bars where their number is known, by time where days were chosen; null where nobody knows.</summary>
    public double? PartDone(long bars, DateTimeOffset time) => (TotalBars, Span) switch
    {
        ({ } total, _) => Math.Min(1, bars / (double)Math.Max(1, total)),
        (null, { } span) when span.To > span.From => Math.Clamp((time - span.From) / (span.To - span.From), 0, 1),
        _ => null,
    };

    /// <summary>What the desk runs.</summary>
    public VirtualDeskSettings Settings => With(Configuration.Strategies);

    /// <summary>The same desk with other strategies.</summary>
    public VirtualDeskSettings With(ImmutableArray<ConfiguredStrategy> strategies) => new()
    {
        Account = Configuration.Account,
        Watched = [.. Data.Series.Select(series => (series.Symbol, series.Period))],
        Strategies = [.. strategies.Select(strategy => strategy.On(Configuration.Account, Data.Series.Select(series => series.Symbol), Period))],
        Risk = Configuration.Risk,
        Trades = Configuration.Trades,
        Watch = Configuration.Watch,
        Exchange = Configuration.Exchange,
        RiskInterval = Configuration.RiskInterval,
    };

    /// <exception cref="CommandFailure">The request, the configuration or the data cannot be used; the message says why.</exception>
    public static PreparedBacktest Of(BacktestRequest request, Terminal terminal)
    {
        var configuration = ConfigurationOf(request);
        var calendar = new NyseCalendar();
        var whole = OpenAllDays(request, calendar, terminal);
        var data = Within(whole, request);
        return new PreparedBacktest(calendar, data, configuration, PeriodOf(data, configuration)) { Span = SpanOf(whole, request) };
    }

    /// <summary>The configuration with the strategy and the assignments that were asked for.</summary>
    /// <exception cref="CommandFailure">They cannot be used; the message says why.</exception>
    public static DeskConfiguration ConfigurationOf(BacktestRequest request)
    {
        var parameters = request.Assignments.Where(one => !one.Key.Contains('.', StringComparison.Ordinal)).ToArray();
        return Choose(Configurations.Load(request.ConfigurationPath, request.Assignments.Except(parameters)), request.Strategy, parameters);
    }

    private static DeskConfiguration Choose(DeskConfiguration configuration, string? strategy, KeyValuePair<string, string>[] parameters)
    {
        if (strategy is null && parameters.Length == 0) return configuration;
        if (strategy is null && configuration.Strategies.Length != 1)
            throw new CommandFailure(ExitCode.WrongUse, $"--set {parameters[0].Key} could belong to any of {string.Join(", ", configuration.Strategies.Select(one => one.Id))}; name one with --strategy.");
        var configured = configuration.Strategies.FirstOrDefault(one => strategy is null || one.Kind == strategy || one.Id == strategy);
        var kind = configured?.Kind ?? strategy!;
        var values = new Dictionary<string, string>(configured?.Values.All ?? [], StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in parameters) values[name] = value;
        var creation = StrategyCatalogue.Standard.Create(kind, values);
        if (!creation.IsValid) throw new CommandFailure(ExitCode.WrongUse, string.Join('\n', creation.Violations));
        var id = configured?.Id ?? kind.Replace('-', '_');
        return configuration with
        {
            Strategies = [new ConfiguredStrategy(id, kind, configured?.Symbols ?? [], configured?.Period, creation.Values, creation.Create)],
        };
    }

    /// <summary>The bars that were asked for.</summary>
    /// <exception cref="CommandFailure">They cannot be read; the message says why.</exception>
    public static HistoricalData Open(BacktestRequest request, NyseCalendar calendar, Terminal terminal) =>
        Within(OpenAllDays(request, calendar, terminal), request);

    private static HistoricalData OpenAllDays(BacktestRequest request, NyseCalendar calendar, Terminal terminal)
    {
        try
        {
            var data = HistoricalData.Open(request.Data, calendar, request.Reading with { CacheDirectory = HistoricalDataOptions.DefaultCacheDirectory });
            foreach (var note in data.Notes) terminal.Note(note.ToString());
            if (!request.Symbols.IsEmpty)
            {
                if (request.Symbols.Except(data.Series.Select(series => series.Symbol)).ToArray() is { Length: > 0 } missing)
                    throw new CommandFailure(ExitCode.BadData, $"{request.Data} has no bars of {string.Join(", ", missing)}; it has {string.Join(", ", data.Series.Select(series => series.Symbol).Distinct())}.");
                data = data.Only(request.Symbols);
            }
            return request.Period is { } period ? OfPeriod(data, period, request.Data) : data;
        }
        catch (Exception bad) when (bad is HistoricalDataException or BarFileException)
        {
            throw new CommandFailure(ExitCode.BadData, bad.Message);
        }
    }

    private static HistoricalData OfPeriod(HistoricalData data, BarPeriod period, string path)
    {
        var chosen = data.Only(period);
        return chosen.Series.Length > 0
            ? chosen
            : throw new CommandFailure(ExitCode.BadData, $"{path} has no bars of {period}; it has {string.Join(", ", data.Series.Select(series => series.Period).Distinct().Order())}.");
    }

    private static HistoricalData Within(HistoricalData data, BacktestRequest request)
    {
        if (request.From is null && request.To is null) return data;
        var (from, to) = Bounds(request);
        var chosen = data.Between(from, to);
        using (var cursor = chosen.OpenCursor())
            if (cursor.MoveNext()) return chosen;
        var asked = (request.From, request.To) switch
        {
            ({ } first, { } last) => $"from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}",
            ({ } first, null) => $"from {first:yyyy-MM-dd} on",
            _ => $"up to {request.To:yyyy-MM-dd}",
        };
        var whole = SpanOf(data) is { } span ? $"; they go from {EasternTime.DateAt(span.From):yyyy-MM-dd} to {EasternTime.DateAt(span.To):yyyy-MM-dd}" : "";
        throw new CommandFailure(ExitCode.BadData, $"{request.Data} has no bars {asked}{whole}.");
    }

    private static (DateTimeOffset From, DateTimeOffset To) Bounds(BacktestRequest request) => (
        request.From is { } from ? EasternTime.ToUtc(from, TimeOnly.MinValue) : DateTimeOffset.MinValue,
        request.To is { } to ? EasternTime.ToUtc(to.AddDays(1), TimeOnly.MinValue) : DateTimeOffset.MaxValue);

    private static (DateTimeOffset From, DateTimeOffset To)? SpanOf(HistoricalData data) =>
        data.Series.Length > 0 && data.Series.All(series => series is { FirstStart: not null, LastEnd: not null })
            ? (data.Series.Min(series => series.FirstStart!.Value), data.Series.Max(series => series.LastEnd!.Value))
            : null;

    private static (DateTimeOffset From, DateTimeOffset To)? SpanOf(HistoricalData data, BacktestRequest request)
    {
        if (SpanOf(data) is not { } whole) return null;
        var (from, to) = Bounds(request);
        return (from > whole.From ? from : whole.From, to < whole.To ? to : whole.To);
    }

    /// <summary>An exchange cannot be shown a minute and the day around it, so a run reads bars of one period.</summary>
    private static BarPeriod PeriodOf(HistoricalData data, DeskConfiguration configuration)
    {
        var periods = data.Series.Select(series => series.Period).Distinct().Order().ToArray();
        if (periods.Length == 0) throw new CommandFailure(ExitCode.BadData, "The data has no bars.");
        if (periods.Length > 1) throw new CommandFailure(ExitCode.WrongUse, $"The data has bars of {string.Join(" and ", periods)}; choose one with --period.");
        foreach (var strategy in configuration.Strategies)
            if (strategy.Period is { } wanted && wanted != periods[0])
                throw new CommandFailure(ExitCode.WrongUse, $"Strategy {strategy.Id} reads bars of {wanted}, and the data has bars of {periods[0]}.");
        return periods[0];
    }
}
