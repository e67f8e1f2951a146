using System.Collections.Frozen;
using OxyPlot;

namespace Trading.Runtime.Reports.Charts;

/// <summary>The colours charts are drawn in. Each stands for a class of the page's style, which has one for light and one for dark.</summary>
internal static class Ink
{
    public static readonly OxyColor Text = OxyColor.FromRgb(0x5a, 0x63, 0x72);
    public static readonly OxyColor Grid = OxyColor.FromRgb(0xe3, 0xe6, 0xeb);
    public static readonly OxyColor Start = OxyColor.FromRgb(0x98, 0xa2, 0xb1);
    public static readonly OxyColor Equity = OxyColor.FromRgb(0x24, 0x57, 0xc5);
    public static readonly OxyColor EquityArea = OxyColor.FromRgb(0xd5, 0xdf, 0xf4);
    public static readonly OxyColor Drawdown = OxyColor.FromRgb(0xb8, 0x2c, 0x32);
    public static readonly OxyColor DrawdownArea = OxyColor.FromRgb(0xf3, 0xd6, 0xd8);
    public static readonly OxyColor Price = OxyColor.FromRgb(0x3c, 0x46, 0x55);
    public static readonly OxyColor Range = OxyColor.FromRgb(0xdd, 0xe1, 0xe7);
    public static readonly OxyColor Rise = OxyColor.FromRgb(0xf8, 0xf9, 0xfa);
    public static readonly OxyColor Fall = OxyColor.FromRgb(0x8a, 0x95, 0xa6);
    public static readonly OxyColor Long = OxyColor.FromRgb(0x1f, 0x5f, 0xe0);
    public static readonly OxyColor Short = OxyColor.FromRgb(0x8a, 0x3f, 0xc7);
    public static readonly OxyColor Win = OxyColor.FromRgb(0x0a, 0x7d, 0x4d);
    public static readonly OxyColor Loss = OxyColor.FromRgb(0xc4, 0x28, 0x2f);
    public static readonly OxyColor WinLine = OxyColor.FromRgb(0x0c, 0x80, 0x50);
    public static readonly OxyColor LossLine = OxyColor.FromRgb(0xc8, 0x2a, 0x31);
    public static readonly OxyColor Halo = OxyColors.White;

    private const double CandleEdge = 0.7;

    private static readonly FrozenDictionary<OxyColor, string> Classes = new Dictionary<OxyColor, string>
    {
        [Text] = "text",
        [Grid] = "grid",
        [Start] = "start",
        [Equity] = "equity",
        [EquityArea] = "equity",
        [Drawdown] = "drawdown",
        [DrawdownArea] = "drawdown",
        [Price] = "price",
        [Range] = "range",
        [Rise] = "rise",
        [Rise.ChangeIntensity(CandleEdge)] = "rise",
        [Fall] = "fall",
        [Fall.ChangeIntensity(CandleEdge)] = "fall",
        [Long] = "long",
        [Short] = "short",
        [Win] = "win",
        [Loss] = "loss",
        [WinLine] = "win",
        [LossLine] = "loss",
        [Halo] = "halo",
    }.ToFrozenDictionary();

    /// <exception cref="ArgumentException">A chart drew in a colour that is not listed here, so that it would be wrong in the dark.</exception>
    public static string ClassOf(OxyColor color) => Classes.TryGetValue(color, out var name)
        ? name
        : throw new ArgumentException($"A chart drew in {color}. Set this colour in its model to one of {nameof(Ink)}.", nameof(color));
}
