using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Trading.Indicators;

/// <summary>The indicators that can be asked for by name, as <c>NAME</c> or <c>NAME:PERIOD</c>: <c>sma:20</c>, <c>rsi</c>.</summary>
/// <remarks>Case does not matter. The default periods are Wilder's 14 for his own indicators and 20 for the rest.</remarks>
public static class IndicatorCatalogue
{
    private const int Wilder = 14;
    private const int FourWeeks = 20;

    /// <summary>All kinds, in the order in which a listing shows them.</summary>
    public static ImmutableArray<IndicatorKind> Kinds { get; } =
    [
        new("sma", "simple moving average of closes", FourWeeks, n => new SimpleMovingAverage(n)),
        new("ema", "exponential moving average of closes, seeded with the simple average", FourWeeks,
            n => new ExponentialMovingAverage(n)),
        new("ema-first", "exponential moving average of closes, seeded with the first close", FourWeeks,
            n => new ExponentialMovingAverage(n, EmaSeed.FirstValue)),
        new("true-range", "range of the bar with the gap before it", () => new TrueRange()),
        new("atr", "Wilder's average true range", Wilder, n => new AverageTrueRange(n)),
        new("rsi", "Wilder's relative strength index, 0 to 100", Wilder, n => new RelativeStrengthIndex(n)),
        new("adx", "Wilder's average directional index, 0 to 100", Wilder, n => new AverageDirectionalIndex(n)),
        new("plus-di", "Wilder's +DI, 0 to 100", Wilder, n => Output(new AverageDirectionalIndex(n), adx => adx.PlusDi)),
        new("minus-di", "Wilder's -DI, 0 to 100", Wilder, n => Output(new AverageDirectionalIndex(n), adx => adx.MinusDi)),
        new("donchian-upper", "highest high of the bars before this one", FourWeeks,
            n => Output(new DonchianChannel(n), channel => channel.Upper)),
        new("donchian-middle", "middle of the Donchian channel before this bar", FourWeeks, n => new DonchianChannel(n)),
        new("donchian-lower", "lowest low of the bars before this one", FourWeeks,
            n => Output(new DonchianChannel(n), channel => channel.Lower)),
        new("stddev", "population standard deviation of closes", FourWeeks, n => new StandardDeviation(n)),
        new("stddev-sample", "sample standard deviation of closes", FourWeeks,
            n => new StandardDeviation(n, StandardDeviationOf.Sample), minimumPeriod: 2),
        new("bollinger-upper", "simple moving average plus two standard deviations", FourWeeks,
            n => Output(new BollingerBands(n), bands => bands.Upper)),
        new("bollinger-middle", "simple moving average, the middle Bollinger band", FourWeeks, n => new BollingerBands(n)),
        new("bollinger-lower", "simple moving average less two standard deviations", FourWeeks,
            n => Output(new BollingerBands(n), bands => bands.Lower)),
    ];

    /// <summary>A new indicator for <c>NAME</c> or <c>NAME:PERIOD</c>.</summary>
    /// <exception cref="FormatException">No such indicator, or not with that period; the message lists what is allowed.</exception>
    public static IIndicator Create(string text) =>
        TryCreate(text, out var indicator, out var error) ? indicator : throw new FormatException(error);

    /// <summary>A new indicator for <c>NAME</c> or <c>NAME:PERIOD</c>, or the reason why there is none, with what is allowed.</summary>
    public static bool TryCreate(string? text, [NotNullWhen(true)] out IIndicator? indicator, [NotNullWhen(false)] out string? error)
    {
        indicator = null;
        error = null;
        var parts = (text ?? "").Split(':', 2);
        if (Find(parts[0]) is not { } kind)
            error = $"'{text}' is no indicator. Write NAME or NAME:PERIOD, such as sma:20, with NAME one of {Names()}.";
        else if (parts.Length == 1)
            indicator = kind.Create();
        else if (int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var period) && kind.Allows(period))
            indicator = kind.Create(period);
        else
            error = $"'{text}' is no indicator: {kind.PeriodAdvice}";
        return indicator is not null;
    }

    private static string Names() => string.Join(", ", Kinds.Select(kind => kind.Name));

    private static IndicatorKind? Find(string name)
    {
        foreach (var kind in Kinds)
            if (string.Equals(kind.Name, name, StringComparison.OrdinalIgnoreCase)) return kind;
        return null;
    }

    private static IndicatorOutput<T> Output<T>(T source, Func<T, double> read) where T : IIndicator => new(source, read);
}
