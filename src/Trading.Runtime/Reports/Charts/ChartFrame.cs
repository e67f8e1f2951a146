using OxyPlot;
using OxyPlot.Axes;
using Trading.Runtime.Reports.Html;

namespace Trading.Runtime.Reports.Charts;

/// <summary>What all charts of a report share: margins, axes, and the figure around the three sizes.</summary>
internal static class ChartFrame
{
    private const double LeftMargin = 8;
    private const double RightMargin = 62;
    private const double RoomOfGridline = 52;

    public static double PlotWidth(ChartSize size) => size.Width - LeftMargin - RightMargin;

    public static PlotModel Model(IReadOnlyList<DateTimeOffset> moments, ChartSize size)
    {
        var model = new PlotModel
        {
            Padding = new OxyThickness(0),
            PlotMargins = new OxyThickness(LeftMargin, 10, RightMargin, 26),
            PlotAreaBorderThickness = new OxyThickness(0),
            DefaultFontSize = 12,
            TextColor = Ink.Text,
        };
        model.Axes.Add(new MomentAxis(moments, PlotWidth(size)));
        return model;
    }

    public static LinearAxis ValueAxis(Func<double, string> label) => new()
    {
        Position = AxisPosition.Right,
        TickStyle = TickStyle.None,
        MajorGridlineStyle = LineStyle.Solid,
        MajorGridlineColor = Ink.Grid,
        TextColor = Ink.Text,
        IntervalLength = RoomOfGridline,
        AxisTickToLabelDistance = 6,
        LabelFormatter = label,
    };

    /// <summary>Writes a figure with the chart in each size, and what to read at evenly spread places of its x axis.</summary>
    public static void Figure(HtmlWriter html, string title, IEnumerable<string> readings, Func<ChartSize, PlotModel> model, Func<ChartSize, int> height)
    {
        html.Write($"<figure class=\"chart\" data-readings=\"{string.Join('|', readings)}\">\n");
        foreach (var size in ChartSize.All) SvgCanvas.Draw(html, model(size), size, height(size), title);
        html.Raw("<div class=\"cursor\" hidden=\"hidden\"><i></i><span></span></div></figure>\n");
    }
}
