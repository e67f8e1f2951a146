using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;

namespace Trading.Runtime.Reports.Charts;

/// <summary>The time axis of a chart whose x is the number of a point, so that nights and weekends take no room.</summary>
/// <remarks>It is labelled where an hour, a day, a month or a year begins: the finest of these of which the labels fit.</remarks>
internal sealed class MomentAxis : LinearAxis
{
    private const double RoomOfLabel = 68;

    private static readonly Division[] Divisions =
    [
        new(time => time.Ticks / TimeSpan.TicksPerMinute / 15, "HH:mm"),
        new(time => time.Ticks / TimeSpan.TicksPerHour, "HH:mm"),
        new(Day, "d MMM"),
        new(time => Day(time) / 7, "d MMM"),
        new(Month, "MMM"),
        new(time => Month(time) / 3, "MMM"),
        new(time => time.Year, "yyyy"),
        new(time => time.Year / 2, "yyyy"),
        new(time => time.Year / 5, "yyyy"),
        new(time => time.Year / 10, "yyyy"),
        new(time => time.Year / 25, "yyyy"),
    ];

    private readonly double[] _places;
    private readonly Dictionary<double, string> _labels = [];

    /// <param name="moments">The time of each point by the clock to show, in order.</param>
    /// <param name="width">Pixels the points are spread over.</param>
    public MomentAxis(IReadOnlyList<DateTimeOffset> moments, double width)
    {
        Position = AxisPosition.Bottom;
        Minimum = -0.5;
        Maximum = Math.Max(1, moments.Count) - 0.5;
        TickStyle = TickStyle.None;
        MajorGridlineStyle = LineStyle.Solid;
        MajorGridlineColor = Ink.Grid;
        TextColor = Ink.Text;
        AxisTickToLabelDistance = 4;
        var most = Math.Max(1, (int)(width / RoomOfLabel));
        var pixelsOfPoint = width / Math.Max(1, moments.Count);
        var unit = Array.Find(Divisions, unit => Beginnings(moments, unit).Count <= most) ?? Divisions[^1];
        var last = double.NegativeInfinity;
        foreach (var at in Beginnings(moments, unit))
        {
            var x = at * pixelsOfPoint;
            if (x - last < RoomOfLabel * 0.7 || x < RoomOfLabel * 0.3 || x > width - (RoomOfLabel * 0.25)) continue;
            last = x;
            _labels[at] = Label(moments, at, unit);
        }
        _places = [.. _labels.Keys];
        LabelFormatter = place => _labels.GetValueOrDefault(place, "");
    }

    public override void GetTickValues(out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues)
    {
        majorLabelValues = _places;
        majorTickValues = _places;
        minorTickValues = [];
    }

    private static long Day(DateTimeOffset time) => DateOnly.FromDateTime(time.DateTime).DayNumber;

    private static long Month(DateTimeOffset time) => (time.Year * 12) + time.Month - 1;

    private static List<int> Beginnings(IReadOnlyList<DateTimeOffset> moments, Division unit)
    {
        var beginnings = new List<int>();
        for (var i = 1; i < moments.Count; i++)
            if (unit.Number(moments[i]) != unit.Number(moments[i - 1])) beginnings.Add(i);
        return beginnings;
    }

    /// <summary>The label says the larger unit where that one begins too: a year in place of its January.</summary>
    private static string Label(IReadOnlyList<DateTimeOffset> moments, int at, Division unit)
    {
        var (before, time) = (moments[at - 1], moments[at]);
        var format = unit.Format switch
        {
            "HH:mm" when Day(before) != Day(time) => "d MMM",
            "MMM" when before.Year != time.Year => "yyyy",
            "d MMM" when before.Year != time.Year => "yyyy",
            var usual => usual,
        };
        return time.ToString(format, CultureInfo.InvariantCulture);
    }

    private sealed record Division(Func<DateTimeOffset, long> Number, string Format);
}
