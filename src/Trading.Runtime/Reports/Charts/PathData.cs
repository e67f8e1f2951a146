using System.Globalization;
using System.Text;
using OxyPlot;

namespace Trading.Runtime.Reports.Charts;

/// <summary>The data of an SVG path: each shape begins at a place and goes on in steps of whole tenths, so that rounding does not add up.</summary>
internal sealed class PathData
{
    private readonly StringBuilder _text = new();

    public void Add(IList<ScreenPoint> points, bool isClosed)
    {
        var (x, y) = Tenths(points[0]);
        _text.Append('M');
        Append(x, isFirst: true);
        Append(y);
        var isFirst = true;
        for (var i = 1; i < points.Count; i++)
        {
            var (nextX, nextY) = Tenths(points[i]);
            if (nextX == x && nextY == y) continue;
            if (isFirst) _text.Append('l');
            Append(nextX - x, isFirst);
            Append(nextY - y);
            isFirst = false;
            (x, y) = (nextX, nextY);
        }
        // A shape smaller than a tenth still leaves a dot.
        if (isFirst) _text.Append("h.1");
        if (isClosed) _text.Append('z');
    }

    public override string ToString() => _text.ToString();

    private static (int X, int Y) Tenths(ScreenPoint point) => ((int)Math.Round(point.X * 10), (int)Math.Round(point.Y * 10));

    private void Append(int tenths, bool isFirst = false)
    {
        if (tenths < 0) _text.Append('-');
        else if (!isFirst) _text.Append(' ');
        var (whole, rest) = Math.DivRem(Math.Abs(tenths), 10);
        if (whole > 0 || rest == 0) _text.Append(CultureInfo.InvariantCulture, $"{whole}");
        if (rest > 0) _text.Append('.').Append((char)('0' + rest));
    }
}
