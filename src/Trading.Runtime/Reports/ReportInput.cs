using Trading.Runtime.Backtesting;

namespace Trading.Runtime.Reports;

/// <summary>What a report is made of.</summary>
/// <param name="Title">What the run is called, such as the name of its strategy.</param>
/// <param name="Settings">Strategy, parameters and limits, in the order they are to be read.</param>
/// <param name="Trades">The closed trades to list, in any order. The caller bounds them: about half a kilobyte of report each.</param>
/// <param name="TotalTrades">Trades closed in the run, listed or not.</param>
/// <param name="Prices">The prices to draw, as <see cref="PriceSampler"/> kept them.</param>
public sealed record ReportInput(
    string Title,
    IReadOnlyList<ReportSetting> Settings,
    BacktestResult Result,
    IReadOnlyList<ClosedTrade> Trades,
    long TotalTrades,
    IReadOnlyList<PriceSeries> Prices);
