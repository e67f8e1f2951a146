namespace Trading.Cli.Sweeps;

/// <summary>What makes one run better than another.</summary>
internal enum Ranking
{
    Sharpe,
    Sortino,
    Return,
    ProfitFactor,
    Drawdown,
}
