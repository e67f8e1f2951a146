using System.Globalization;
using System.Text;
using OxyPlot;
using Trading.Runtime.Reports.Html;

namespace Trading.Runtime.Reports.Charts;

/// <summary>Draws a plot model as SVG that takes its colours and line widths from the page's style.</summary>
/// <remarks>
/// Shapes of one class become one path with relative steps of a tenth of a pixel, a fifth of the size of a shape an element.
/// Nothing is clipped, and so nothing needs an id that would have to differ between charts: the axes hold all data, and a mark
/// at the edge is better whole.
/// </remarks>
internal sealed class SvgCanvas : ClippingRenderContext
{
    private readonly StringBuilder _drawn = new();
    private readonly HtmlWriter _svg;
    private readonly List<(string Class, PathData Path)> _paths = [];
    private readonly StringBuilder _words = new();
    private readonly HtmlWriter _labels;
    private string? _tip;

    private SvgCanvas()
    {
        _svg = new HtmlWriter(new StringWriter(_drawn, CultureInfo.InvariantCulture));
        _labels = new HtmlWriter(new StringWriter(_words, CultureInfo.InvariantCulture));
    }

    /// <summary>Writes the plot as an element of the page.</summary>
    /// <param name="title">What it shows, for those who do not see it.</param>
    public static void Draw(HtmlWriter html, PlotModel model, ChartSize size, int height, string title)
    {
        var canvas = new SvgCanvas();
        IPlotModel plot = model;
        plot.Update(true);
        plot.Render(canvas, new OxyRect(0, 0, size.Width, height));
        canvas.Finish();
        html.Write($"<svg class=\"{size.Class}\" viewBox=\"0 0 {size.Width} {height}\" width=\"{size.Width}\" height=\"{height}\" role=\"img\"");
        html.Write($" data-plot=\"{(long)model.PlotArea.Left} {(long)model.PlotArea.Right}\"><title>{title}</title>");
        html.Raw(canvas._drawn.ToString());
        html.Raw("</svg>\n");
    }

    public override void DrawLine(IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[]? dashArray, LineJoin lineJoin)
    {
        if (points.Count > 1 && thickness > 0 && stroke.IsVisible()) PathOf("s-" + Ink.ClassOf(stroke)).Add(points, isClosed: false);
    }

    public override void DrawPolygon(IList<ScreenPoint> points, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[]? dashArray, LineJoin lineJoin)
    {
        var isStroked = thickness > 0 && stroke.IsVisible();
        if (points.Count < 2 || !(isStroked || fill.IsVisible())) return;
        var filled = fill.IsVisible() ? "f-" + Ink.ClassOf(fill) : "";
        PathOf(isStroked ? $"{filled} s-{Ink.ClassOf(stroke)}".TrimStart() : filled).Add(points, isClosed: true);
    }

    public override void DrawText(ScreenPoint p, string text, OxyColor fill, string fontFamily, double fontSize, double fontWeight, double rotate, HorizontalAlignment halign, VerticalAlignment valign, OxySize? maxSize)
    {
        if (string.IsNullOrEmpty(text)) return;
        var below = valign switch { VerticalAlignment.Top => 0.8, VerticalAlignment.Middle => 0.35, _ => -0.2 };
        var anchor = halign switch { HorizontalAlignment.Center => "m", HorizontalAlignment.Right => "e", _ => "b" };
        _labels.Write($"<text x=\"{Tenths(p.X)}\" y=\"{Tenths(p.Y + (below * fontSize))}\" class=\"{anchor}\">{text}</text>");
    }

    /// <summary>Near enough for the room that labels need: the digits of the usual fonts are this wide.</summary>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight) =>
        string.IsNullOrEmpty(text) ? OxySize.Empty : new OxySize(text.Length * fontSize * 0.56, fontSize * 1.2);

    public override void SetToolTip(string? text)
    {
        if (text == _tip) return;
        WritePaths();
        _tip = text;
    }

    protected override void SetClip(OxyRect clippingRectangle)
    {
    }

    protected override void ResetClip()
    {
    }

    private static string Tenths(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private PathData PathOf(string name)
    {
        foreach (var (known, path) in _paths)
            if (known == name) return path;
        var added = new PathData();
        _paths.Add((name, added));
        return added;
    }

    private void WritePaths()
    {
        foreach (var (name, path) in _paths)
        {
            _svg.Write($"<path class=\"{name}\" d=\"{path.ToString()}\"");
            if (_tip is null) _svg.Raw("/>");
            else _svg.Write($"><title>{_tip}</title></path>");
        }
        _paths.Clear();
    }

    private void Finish()
    {
        WritePaths();
        _drawn.Append(_words);
    }
}
