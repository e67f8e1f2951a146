using Trading.Runtime.Backtesting;

namespace Trading.Cli.Sweeps;

/// <summary>What came of one combination.</summary>
internal sealed record SweepRun(GridPoint Point, BacktestResult Result)
{
    /// <summary>Higher is better; a run without the figure is worst.</summary>
    public double Score(Ranking ranking)
    {
        var p = Result.Performance;
        return ranking switch
        {
            Ranking.Sortino => p.Sortino,
            Ranking.Return => p.TotalReturn,
            Ranking.ProfitFactor => p.ProfitFactor,
            Ranking.Drawdown => -p.MaximumDrawdown,
            _ => p.Sharpe,
        } ?? double.NegativeInfinity;
    }
}
