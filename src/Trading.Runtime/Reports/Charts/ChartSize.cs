namespace Trading.Runtime.Reports.Charts;

/// <summary>A chart is drawn for three widths of page, so that its words keep their size; the style shows the one that fits.</summary>
/// <param name="Class">The class of the style.</param>
/// <param name="Height">Of a chart with two panes; one with a single pane is lower.</param>
/// <param name="Points">The most points a line may have.</param>
/// <param name="Candles">The most candles that can be told apart.</param>
/// <param name="MarkScale">How large the marks of trades are, against those of the widest.</param>
/// <param name="HasTips">Whether marks say what they are when pointed at.</param>
internal sealed record ChartSize(string Class, int Width, int Height, int Points, int Candles, double MarkScale, bool HasTips)
{
    public static IReadOnlyList<ChartSize> All { get; } =
    [
        new("wide", 1120, 400, 640, 200, 1, true),
        new("middle", 720, 360, 400, 120, 0.9, false),
        new("narrow", 400, 320, 240, 60, 0.7, false),
    ];
}
