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
        var data = Open(request, calendar, terminal);
        return new PreparedBacktest(calendar, data, configuration, PeriodOf(data, configuration));
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
    public static HistoricalData Open(BacktestRequest request, NyseCalendar calendar, Terminal terminal)
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
            if (request.Period is { } period) data = OfPeriod(data, period, request.Data);
            return request.From is null && request.To is null ? data : Within(data, request);
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
        var chosen = data.Between(
            request.From is { } from ? EasternTime.ToUtc(from, TimeOnly.MinValue) : DateTimeOffset.MinValue,
            request.To is { } to ? EasternTime.ToUtc(to.AddDays(1), TimeOnly.MinValue) : DateTimeOffset.MaxValue);
        using (var cursor = chosen.OpenCursor())
            if (cursor.MoveNext()) return chosen;
        var asked = (request.From, request.To) switch
        {
            ({ } first, { } last) => $"from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}",
            ({ } first, null) => $"from {first:yyyy-MM-dd} on",
            _ => $"up to {request.To:yyyy-MM-dd}",
        };
        var whole = data.Series.All(series => series is { FirstStart: not null, LastEnd: not null })
            ? $"; they go from {EasternTime.DateAt(data.Series.Min(series => series.FirstStart!.Value)):yyyy-MM-dd} to {EasternTime.DateAt(data.Series.Max(series => series.LastEnd!.Value)):yyyy-MM-dd}"
            : "";
        throw new CommandFailure(ExitCode.BadData, $"{request.Data} has no bars {asked}{whole}.");
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
