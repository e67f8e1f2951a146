using System.Globalization;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Reports;

namespace Trading.Cli.Backtests;

/// <summary>Writes what a run leaves behind: trades.csv as the trades close, then report.html and summary.json.</summary>
internal sealed class BacktestOutput : IDisposable
{
    /// <summary>How many of the newest trades the report shows one by one.</summary>
    private const int MostTradesShown = 2_000;

    private readonly StreamWriter _tradesFile;
    private readonly TradesCsv _trades;
    private readonly Queue<ClosedTrade> _newest = new();

    public BacktestOutput(string? folder, string name, TimeProvider clock)
    {
        Folder = OutFolder.Make(folder ?? Path.Combine("trading-out", $"{clock.GetLocalNow().ToString("yyyy-MM-dd'T'HH-mm-ss", CultureInfo.InvariantCulture)}-{name}"));
        _tradesFile = new StreamWriter(TradesPath);
        _trades = new TradesCsv(_tradesFile);
    }

    public string Folder { get; }

    public string ReportPath => Path.Combine(Folder, "report.html");

    public string TradesPath => Path.Combine(Folder, "trades.csv");

    public string SummaryPath => Path.Combine(Folder, "summary.json");

    public void Add(ClosedTrade trade)
    {
        _trades.Write(trade);
        _newest.Enqueue(trade);
        if (_newest.Count > MostTradesShown) _newest.Dequeue();
    }

    public void Finish(PreparedBacktest prepared, BacktestResult result, string title)
    {
        _tradesFile.Flush();
        using (var summary = new StreamWriter(SummaryPath)) SummaryJson.Write(result, summary);
        using var report = new StreamWriter(ReportPath);
        HtmlReport.Write(new ReportInput(title, SettingsOf(prepared), result, [.. _newest], result.Performance.Trades, PricesOf(prepared)), report);
    }

    public void Dispose() => _tradesFile.Dispose();

    private static IReadOnlyList<PriceSeries> PricesOf(PreparedBacktest prepared)
    {
        var sampler = new PriceSampler();
        using var cursor = prepared.Data.OpenCursor();
        while (cursor.MoveNext()) sampler.Add(prepared.Data.Series[cursor.SymbolIndex].Symbol, in cursor.Current);
        return sampler.ToSeries();
    }

    private static List<ReportSetting> SettingsOf(PreparedBacktest prepared)
    {
        var settings = new List<ReportSetting>
        {
            new("Symbols", string.Join(", ", prepared.Data.Series.Select(series => series.Symbol))),
            new("Bars", prepared.Period.ToString()),
        };
        foreach (var strategy in prepared.Configuration.Strategies)
            settings.Add(new($"Strategy {strategy.Id}", $"{strategy.Kind}: {string.Join(", ", strategy.Values.All.Select(pair => $"{pair.Key} {pair.Value}"))}"));
        foreach (var setting in prepared.Configuration.Definitions)
            if (setting.Value is { } value && setting.Default != value && !setting.Path.StartsWith("strategies", StringComparison.Ordinal)) settings.Add(new(setting.Path, value));
        return settings;
    }
}
