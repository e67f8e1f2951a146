using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Series;
using Trading.MarketData;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Reports.Html;
using Trading.Trades;

namespace Trading.Runtime.Reports.Charts;

/// <summary>Entries and exits on a chart of prices, told apart by shape as well as by colour.</summary>
internal static class TradeMarks
{
    private const int MostWithTips = 100;
    private const int MostWithLines = 250;

    // An entry points at its price from below or above, so that it is seen where another trade ends at the same price.
    private static readonly ScreenPoint[] Upward = [new(0, 0.4), new(1, 2.3), new(-1, 2.3)];
    private static readonly ScreenPoint[] Downward = [new(0, -0.4), new(1, -2.3), new(-1, -2.3)];
    private static readonly ScreenPoint[] Diamond = [new(0, -1.05), new(1.05, 0), new(0, 1.05), new(-1.05, 0)];

    private static readonly ScreenPoint[] Cross =
    [
        new(-1, -0.55), new(-0.55, -1), new(0, -0.45), new(0.55, -1), new(1, -0.55), new(0.45, 0),
        new(1, 0.55), new(0.55, 1), new(0, 0.45), new(-0.55, 1), new(-1, 0.55), new(-0.45, 0),
    ];

    public static void Add(PlotModel model, IReadOnlyList<Bar> bars, IReadOnlyList<ClosedTrade> trades, ChartSize size)
    {
        if (trades.Count <= MostWithLines)
        {
            model.Series.Add(Lines(bars, trades.Where(trade => !IsWin(trade)), Ink.LossLine));
            model.Series.Add(Lines(bars, trades.Where(IsWin), Ink.WinLine));
        }
        var hasTips = size.HasTips && trades.Count <= MostWithTips;
        var radius = trades.Count switch { <= 60 => 5.5, <= MostWithLines => 4.5, _ => 3.5 } * size.MarkScale;
        foreach (var trade in trades.OrderBy(IsWin))
        {
            var outcome = trade.Outcome;
            var isLong = outcome.Direction == TradeDirection.Long;
            model.Annotations.Add(Mark(bars, outcome.OpenedAt, outcome.AverageEntry, isLong ? Upward : Downward, isLong ? Ink.Long : Ink.Short, radius, hasTips ? EntryTip(trade) : null));
            model.Annotations.Add(Mark(bars, outcome.ClosedAt, outcome.AverageExit, IsWin(trade) ? Diamond : Cross, IsWin(trade) ? Ink.Win : Ink.Loss, radius, hasTips ? ExitTip(trade) : null));
        }
    }

    private static bool IsWin(ClosedTrade trade) => trade.Outcome.ProfitAndLoss > 0;

    private static string EntryTip(ClosedTrade trade) =>
        $"{trade.Outcome.Direction} entry {Figures.Minute(trade.Outcome.OpenedAt)}: {Figures.Quantity(trade.Outcome.Quantity)} at {Figures.Price(trade.Outcome.AverageEntry)}";

    private static string ExitTip(ClosedTrade trade) =>
        $"{trade.Outcome.Direction} exit {Figures.Minute(trade.Outcome.ClosedAt)} ({trade.Outcome.Reason}) at {Figures.Price(trade.Outcome.AverageExit)}: {Figures.Gain(trade.Outcome.ProfitAndLoss)}";

    private static PointAnnotation Mark(IReadOnlyList<Bar> bars, DateTimeOffset time, decimal price, ScreenPoint[] shape, OxyColor color, double radius, string? tip) => new()
    {
        X = PlaceOf(bars, time),
        Y = (double)price,
        Shape = MarkerType.Custom,
        CustomOutline = shape,
        Size = radius,
        Fill = color,
        Stroke = Ink.Halo,
        StrokeThickness = 1,
        ToolTip = tip,
    };

    private static LineSeries Lines(IReadOnlyList<Bar> bars, IEnumerable<ClosedTrade> trades, OxyColor color)
    {
        var lines = new LineSeries { Color = color };
        foreach (var trade in trades)
        {
            lines.Points.Add(new DataPoint(PlaceOf(bars, trade.Outcome.OpenedAt), (double)trade.Outcome.AverageEntry));
            lines.Points.Add(new DataPoint(PlaceOf(bars, trade.Outcome.ClosedAt), (double)trade.Outcome.AverageExit));
            lines.Points.Add(DataPoint.Undefined);
        }
        return lines;
    }

    /// <summary>The number of the bar that a moment falls in: the last that began by then, or the first.</summary>
    private static int PlaceOf(IReadOnlyList<Bar> bars, DateTimeOffset time)
    {
        int low = 0, high = bars.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (bars[middle].Start <= time) low = middle;
            else high = middle - 1;
        }
        return low;
    }
}
