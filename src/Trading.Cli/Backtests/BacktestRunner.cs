using Spectre.Console;
using Trading.Runtime.Backtesting;
using Trading.Trades;

namespace Trading.Cli.Backtests;

/// <summary>Runs one backtest with a progress bar, and writes its files.</summary>
internal static class BacktestRunner
{
    public static BacktestResult Run(
        PreparedBacktest prepared, BacktestOutput output, string title, Terminal terminal, Action<ClosedTrade>? onClosed, Action<Trade>? onEnded, CancellationToken cancellation)
    {
        BacktestResult? result = null;
        terminal.Progress.Progress().AutoClear(true).HideCompleted(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
        {
            var task = context.AddTask("Replaying bars", maxValue: 1);
            task.IsIndeterminate = prepared.PartDone(0, default) is null;
            var observer = new Observer(prepared, output, task, onClosed, onEnded);
            result = new Backtest(prepared.Settings, prepared.Calendar, observer).Run(prepared.Data, cancellation);
            task.Value = task.MaxValue;
        });
        output.Finish(prepared, result!, title);
        return result!;
    }

    private sealed class Observer(PreparedBacktest prepared, BacktestOutput output, ProgressTask task, Action<ClosedTrade>? onClosed, Action<Trade>? onEnded) : IBacktestObserver
    {
        public void OnTradeClosed(ClosedTrade trade)
        {
            output.Add(trade);
            onClosed?.Invoke(trade);
        }

        public void OnTradeEnded(Trade trade) => onEnded?.Invoke(trade);

        public void OnProgress(long bars, DateTimeOffset time)
        {
            if (prepared.PartDone(bars, time) is { } part) task.Value = part;
        }
    }
}
