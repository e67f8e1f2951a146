using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>Reads the prices and the volume of a row and proves that they fit together.</summary>
internal sealed class PriceColumns(CsvLayout layout, bool useAdjustedClose)
{
    private static readonly string[] WordsForNothing = ["", "-", ".", "null", "nan", "na", "n/a", "#n/a", "none"];

    private readonly ColumnMap _columns = layout.Columns;

    /// <summary>Rows whose volume was missing.</summary>
    public long WithoutVolume { get; private set; }

    /// <summary>Rows whose volume had a part of a share.</summary>
    public long RoundedVolumes { get; private set; }

    /// <summary>Whether a row has a date and no more, as vendors write days without trading.</summary>
    public bool AreMissing(CsvRows row) =>
        IsMissing(row.Field(_columns.Open)) && IsMissing(row.Field(_columns.High)) && IsMissing(row.Field(_columns.Low)) && IsMissing(row.Field(_columns.Close));

    /// <summary>Reads a row into a bar, or tells which field is wrong (counted from 0) and why.</summary>
    public bool TryRead(CsvRows row, ref ImportedBar bar, out int wrong, [NotNullWhen(false)] out string? why) =>
        TryReadPrice(row, _columns.Open, "open", out bar.Open, out wrong, out why)
        && TryReadPrice(row, _columns.High, "high", out bar.High, out wrong, out why)
        && TryReadPrice(row, _columns.Low, "low", out bar.Low, out wrong, out why)
        && TryReadPrice(row, _columns.Close, "close", out bar.Close, out wrong, out why)
        && FitTogether(in bar, out wrong, out why)
        && TryAdjust(row, ref bar, out wrong, out why)
        && TryReadVolume(row, out bar.Volume, out wrong, out why);

    private bool TryReadPrice(CsvRows row, int column, string name, out long units, out int wrong, [NotNullWhen(false)] out string? why)
    {
        wrong = column;
        why = null;
        if (PriceText.TryRead(row.Field(column), layout.DecimalSign, out units)) return true;
        why = $"{name}: '{Shown.Of(row.Field(column))}' is not a price, such as 187{layout.DecimalSign}50";
        return false;
    }

    private bool FitTogether(in ImportedBar bar, out int wrong, [NotNullWhen(false)] out string? why)
    {
        (wrong, why) = bar switch
        {
            { Low: <= 0 } => (_columns.Low, $"low: {Show(bar.Low)} is not above zero"),
            { Open: <= 0 } => (_columns.Open, $"open: {Show(bar.Open)} is not above zero"),
            { Close: <= 0 } => (_columns.Close, $"close: {Show(bar.Close)} is not above zero"),
            { High: <= 0 } => (_columns.High, $"high: {Show(bar.High)} is not above zero"),
            _ when bar.High < bar.Low => (_columns.High, $"high: {Show(bar.High)} is below the low, {Show(bar.Low)}"),
            _ when bar.High < bar.Open => (_columns.High, $"high: {Show(bar.High)} is below the open, {Show(bar.Open)}"),
            _ when bar.High < bar.Close => (_columns.High, $"high: {Show(bar.High)} is below the close, {Show(bar.Close)}"),
            _ when bar.Low > bar.Open => (_columns.Low, $"low: {Show(bar.Low)} is above the open, {Show(bar.Open)}"),
            _ when bar.Low > bar.Close => (_columns.Low, $"low: {Show(bar.Low)} is above the close, {Show(bar.Close)}"),
            _ => (-1, null),
        };
        return why is null;
    }

    private bool TryAdjust(CsvRows row, ref ImportedBar bar, out int wrong, [NotNullWhen(false)] out string? why)
    {
        (wrong, why) = (_columns.AdjustedClose, null);
        if (!useAdjustedClose || wrong < 0) return true;
        if (!TryReadPrice(row, wrong, "adjusted close", out var adjusted, out wrong, out why)) return false;
        if (adjusted > 0
            && TryScale(bar.Open, adjusted, bar.Close, out bar.Open)
            && TryScale(bar.High, adjusted, bar.Close, out bar.High)
            && TryScale(bar.Low, adjusted, bar.Close, out bar.Low)
            && bar.Low > 0)
        {
            bar.Close = adjusted;
            return true;
        }
        why = $"adjusted close: '{Shown.Of(row.Field(wrong))}' makes no prices above zero";
        return false;
    }

    // Rounding keeps the order of prices, so that a bar stays well formed.
    private static bool TryScale(long units, long adjusted, long close, out long scaled)
    {
        var exact = (Int128)units * adjusted;
        var (nearest, rest) = Int128.DivRem(exact, close);
        if (rest * 2 > close || (rest * 2 == close && Int128.IsOddInteger(nearest))) nearest++;
        scaled = nearest <= long.MaxValue ? (long)nearest : 0;
        return nearest <= long.MaxValue;
    }

    private bool TryReadVolume(CsvRows row, out long shares, out int wrong, [NotNullWhen(false)] out string? why)
    {
        (shares, wrong, why) = (0, _columns.Volume, null);
        if (wrong < 0) return true;
        var field = row.Field(wrong);
        if (VolumeText.TryRead(field, layout.DecimalSign, out shares, out var rounded))
        {
            if (rounded) RoundedVolumes++;
            return true;
        }
        if (IsMissing(field))
        {
            WithoutVolume++;
            return true;
        }
        why = $"volume: '{Shown.Of(field)}' is not a number of shares, such as 931800";
        return false;
    }

    private static bool IsMissing(ReadOnlySpan<char> field)
    {
        if (field.Length > 4) return false;
        foreach (var word in WordsForNothing)
            if (field.Equals(word, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static string Show(long units) => Price.FromUnits(units).ToString(null, CultureInfo.InvariantCulture);
}
