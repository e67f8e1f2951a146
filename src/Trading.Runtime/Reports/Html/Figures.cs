using System.Globalization;

namespace Trading.Runtime.Reports.Html;

/// <summary>Numbers and times as a reader of a report sees them. What is unknown is a dash.</summary>
internal static class Figures
{
    public const string Unknown = "\u2013";
    private const string Minus = "\u2212";

    public static string Money(decimal dollars) => Sign(dollars < 0, false) + "$" + Grouped(Math.Abs(dollars));

    public static string Gain(decimal dollars) => Sign(dollars < 0, dollars > 0) + "$" + Grouped(Math.Abs(dollars));

    /// <summary>Dollars with their sign and no unit, for a column of them.</summary>
    public static string Amount(decimal dollars) => Sign(dollars < 0, false) + Grouped(Math.Abs(dollars));

    public static string Price(decimal dollars) =>
        Sign(dollars < 0, false) + Math.Abs(dollars).ToString(Math.Abs(dollars) < 1 ? "0.00##" : "#,##0.00", CultureInfo.InvariantCulture);

    /// <summary>Dollars for the axis of a chart: <c>$950</c>, <c>$12.5k</c>, <c>$1.25M</c>.</summary>
    public static string ShortMoney(double dollars)
    {
        var size = Math.Abs(dollars);
        var (unit, suffix) = size switch { >= 1e9 => (1e9, "B"), >= 1e6 => (1e6, "M"), >= 1e4 => (1e3, "k"), _ => (1, "") };
        var format = size is > 0 and < 1 ? "0.####" : "#,##0.##";
        return Sign(dollars < 0, false) + "$" + (size / unit).ToString(format, CultureInfo.InvariantCulture) + suffix;
    }

    public static string Percent(double? fraction, int decimals = 1) => Percent(fraction, decimals, false);

    public static string GainPercent(double? fraction, int decimals = 1) => Percent(fraction, decimals, true);

    /// <summary>A percentage for the axis of a chart: <c>5%</c>, <c>0.25%</c>.</summary>
    public static string ShortPercent(double fraction) =>
        Sign(fraction < 0, false) + Math.Abs(fraction * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    public static string Ratio(double? value) =>
        value is { } ratio && double.IsFinite(ratio) ? Sign(ratio <= -0.005, false) + Math.Abs(ratio).ToString("#,##0.00", CultureInfo.InvariantCulture) : Unknown;

    public static string Count(long count) => count.ToString("#,##0", CultureInfo.InvariantCulture);

    public static string Quantity(decimal shares) => shares.ToString("#,##0.####", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset time) => MarketClock.At(time).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Minute(DateTimeOffset time) => MarketClock.At(time).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A length of time in its two largest units: <c>3d 4h</c>, <c>5m 30s</c>.</summary>
    public static string Length(TimeSpan length)
    {
        var (large, largeUnit, small, smallUnit) = length switch
        {
            { TotalDays: >= 1 } => (length.Days, "d", length.Hours, "h"),
            { TotalHours: >= 1 } => (length.Hours, "h", length.Minutes, "m"),
            { TotalMinutes: >= 1 } => (length.Minutes, "m", length.Seconds, "s"),
            _ => (length.Seconds, "s", 0, ""),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{large}{largeUnit}{(small > 0 ? $" {small}{smallUnit}" : "")}");
    }

    private static string Grouped(decimal amount) => amount.ToString("#,##0.00", CultureInfo.InvariantCulture);

    private static string Percent(double? fraction, int decimals, bool isGain)
    {
        if (fraction is not { } value || !double.IsFinite(value)) return Unknown;
        var shown = Math.Round(value * 100, decimals);
        return Sign(shown < 0, isGain && shown > 0) + Math.Abs(shown).ToString(decimals == 1 ? "#,##0.0" : "#,##0.00", CultureInfo.InvariantCulture) + "%";
    }

    private static string Sign(bool isBelow, bool isAbove) => isBelow ? Minus : isAbove ? "+" : "";
}
