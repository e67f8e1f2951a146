using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Series;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Reports.Html;

namespace Trading.Runtime.Reports.Charts;

/// <summary>The worth of the account, and below it how far it was under its highest.</summary>
internal static class EquityChart
{
    private const string DrawdownKey = "drawdown";
    private const double DrawdownTop = 0.25;
    private const double EquityBottom = 0.33;
    private const int MostReadings = 500;

    public static void Write(HtmlWriter html, BacktestResult result)
    {
        IReadOnlyList<EquityPoint> points = [new(result.First, result.Performance.StartingEquity, 0), .. result.Equity];
        var moments = points.Select(point => MarketClock.At(point.Time)).ToArray();
        var last = points[^1];
        var title = $"Equity from {Figures.Money(points[0].Equity)} on {Figures.Day(points[0].Time)} to {Figures.Money(last.Equity)} on {Figures.Day(last.Time)}, "
            + $"with a drawdown of {Figures.Percent(result.Performance.MaximumDrawdown)} at most.";
        var readings = Reduction.Even(points.Count, MostReadings).Select(at => Reading(points[at]));
        ChartFrame.Figure(html, title, readings, size => Model(points, moments, size), size => size.Height);
    }

    private static string Reading(EquityPoint point) =>
        $"{Figures.Day(point.Time)}  {Figures.Money(point.Equity)}  {Figures.Percent(-point.Drawdown)}";

    private static PlotModel Model(IReadOnlyList<EquityPoint> points, IReadOnlyList<DateTimeOffset> moments, ChartSize size)
    {
        var model = ChartFrame.Model(moments, size);
        var start = (double)points[0].Equity;
        var lowest = (double)points.Min(point => point.Equity);
        var highest = (double)points.Max(point => point.Equity);
        var room = Math.Max((highest - lowest) * 0.06, 1 + (Math.Abs(start) * 0.001));

        var equity = ChartFrame.ValueAxis(Figures.ShortMoney);
        equity.StartPosition = EquityBottom;
        equity.Minimum = lowest - room;
        equity.Maximum = highest + room;
        model.Axes.Add(equity);

        var drawdown = ChartFrame.ValueAxis(value => Figures.ShortPercent(value));
        drawdown.Key = DrawdownKey;
        drawdown.EndPosition = DrawdownTop;
        drawdown.Maximum = 0;
        drawdown.Minimum = -Math.Max(points.Max(point => point.Drawdown) * 1.08, 0.001);
        drawdown.IntervalLength = 36;
        model.Axes.Add(drawdown);

        var curve = Line(points, size, point => (double)point.Equity);
        model.Series.Add(Area(curve, Ink.EquityArea, equity.Minimum));
        model.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Horizontal, Y = start, Color = Ink.Start, LineStyle = LineStyle.Solid, Layer = AnnotationLayer.BelowSeries });
        model.Series.Add(Stroke(curve, Ink.Equity));

        var underwater = Line(points, size, point => -point.Drawdown);
        var area = Area(underwater, Ink.DrawdownArea, 0);
        var edge = Stroke(underwater, Ink.Drawdown);
        area.YAxisKey = edge.YAxisKey = DrawdownKey;
        model.Series.Add(area);
        model.Series.Add(edge);
        return model;
    }

    private static List<DataPoint> Line(IReadOnlyList<EquityPoint> points, ChartSize size, Func<EquityPoint, double> value) =>
        [.. Reduction.Places(points.Count, size.Points, at => value(points[at])).Select(at => new DataPoint(at, value(points[at])))];

    private static AreaSeries Area(List<DataPoint> points, OxyColor fill, double floor)
    {
        var area = new AreaSeries { Color = OxyColors.Transparent, Color2 = OxyColors.Transparent, Fill = fill, ConstantY2 = floor };
        area.Points.AddRange(points);
        return area;
    }

    private static LineSeries Stroke(List<DataPoint> points, OxyColor color)
    {
        var line = new LineSeries { Color = color };
        line.Points.AddRange(points);
        return line;
    }
}
