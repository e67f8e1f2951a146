using System.Globalization;

namespace Trading.Runtime.Data;

/// <summary>Reads volumes: <c>931800000</c>, <c>1,234,567</c>, <c>123456.0</c>, <c>9.3e8</c>, <c>12.3M</c>.</summary>
internal static class VolumeText
{
    /// <summary>The volume in whole shares, parts of one rounded half to even.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, char decimalSign, out long shares, out bool rounded)
    {
        rounded = false;
        shares = 0;
        if (text.Length is > 0 and <= 18 && !text.ContainsAnyExceptInRange('0', '9'))
        {
            foreach (var c in text) shares = (shares * 10) + (c - '0');
            return true;
        }

        Span<char> plain = stackalloc char[64];
        if (text.IsEmpty) return false;
        var factor = text[^1] switch { 'K' or 'k' => 1_000L, 'M' or 'm' => 1_000_000L, 'B' or 'b' => 1_000_000_000L, _ => 1L };
        if (!PriceText.TryMakePlain(factor == 1 ? text : text[..^1], decimalSign, plain, out var length)) return false;
        if (!decimal.TryParse(plain[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out var amount)) return false;
        if (amount < 0 || amount > (decimal)long.MaxValue / factor) return false;
        var exact = amount * factor;
        shares = (long)decimal.Round(exact, MidpointRounding.ToEven);
        rounded = shares != exact;
        return true;
    }
}
