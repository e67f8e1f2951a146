namespace Trading.Cli.Sweeps;

/// <summary>A sweep for another program.</summary>
internal sealed record SweepDocument(string RankedBy, IReadOnlyList<SweepDocument.Row> Runs, IReadOnlyList<SweepDocument.Window> WalkForward)
{
    public static SweepDocument Of(SweepResult result) => new(
        Words.Of<Ranking>()[(int)result.Ranking],
        [.. result.Ranked.Select(Row.Of)],
        [.. result.Windows.Select(window => new Window(window.TrainFrom, window.TestFrom, window.TestTo, Row.Of(window.Chosen), Row.Of(window.Tested)))]);

    /// <summary>Writes sweep.json into a folder.</summary>
    public static void Write(SweepResult result, string folder)
    {
        Directory.CreateDirectory(folder);
        using var file = new StreamWriter(Path.Combine(folder, "sweep.json"));
        JsonOutput.Write(file, Of(result));
    }

    internal sealed record Row(
        IReadOnlyDictionary<string, string> Parameters, double Return, double? Cagr, double? Sharpe, double? Sortino, double MaxDrawdown, int Trades,
        double? WinRate, double? ProfitFactor, decimal EndingEquity, string Hash)
    {
        public static Row Of(SweepRun run)
        {
            var p = run.Result.Performance;
            return new Row(
                run.Point.Values.ToDictionary(pair => pair.Key, pair => pair.Value), p.TotalReturn, p.AnnualReturn, p.Sharpe, p.Sortino, p.MaximumDrawdown, p.Trades,
                p.WinRate, p.ProfitFactor, p.EndingEquity, run.Result.Hash);
        }
    }

    internal sealed record Window(DateTimeOffset TrainFrom, DateTimeOffset TestFrom, DateTimeOffset TestTo, Row Chosen, Row Tested);
}
