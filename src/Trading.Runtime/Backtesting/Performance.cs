namespace Trading.Runtime.Backtesting;

/// <summary>The figures of a run. Ratios are fractions (0.1 is ten percent); amounts are dollars; null where there is nothing to measure.</summary>
/// <param name="TotalReturn">Ending over starting equity, less one.</param>
/// <param name="AnnualReturn">The compound annual growth rate over calendar time.</param>
/// <param name="Sharpe">Mean over standard deviation of daily returns, times the root of 252; the riskless rate is zero.</param>
/// <param name="Sortino">Mean over downside deviation (below zero) of daily returns, times the root of 252.</param>
/// <param name="WinRate">Closed trades with a profit after fees over all closed trades.</param>
/// <param name="ProfitFactor">The sum of profits over the sum of losses.</param>
/// <param name="Expectancy">The mean profit of a closed trade.</param>
/// <param name="Exposure">The part of the marks at which a position was held.</param>
/// <param name="Turnover">Dollars bought and sold a year over mean equity.</param>
public sealed record Performance(
    decimal StartingEquity,
    decimal EndingEquity,
    double TotalReturn,
    double? AnnualReturn,
    double? Sharpe,
    double? Sortino,
    double MaximumDrawdown,
    int Trades,
    double? WinRate,
    double? ProfitFactor,
    decimal? Expectancy,
    double Exposure,
    double? Turnover,
    decimal Fees);
