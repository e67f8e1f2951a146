namespace Trading.Runtime.Backtesting;

/// <summary>The worth of the account at the end of a trading day, in dollars, and how far it was below its highest (0 to 1).</summary>
public readonly record struct EquityPoint(DateTimeOffset Time, decimal Equity, double Drawdown);
