using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>Reads prices exactly: <c>187.5</c>, <c>$187.50</c>, <c>1,187.50</c>, <c>1.875e2</c>, or with a decimal comma.</summary>
internal static class PriceText
{
    private const int MaxLength = 64;

    private static readonly long[] PowersOfTen = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    /// <summary>The price in hundred-millionths of a dollar; what lies past the eighth decimal is rounded, half to even.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, char decimalSign, out long units)
    {
        // Plain digits with a point, which is nearly every field there is; all else goes the long way.
        long number = 0;
        var decimals = -1;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                number = (number * 10) + (c - '0');
                if (decimals >= 0) decimals++;
            }
            else if (c == decimalSign && decimals < 0) decimals = 0;
            else return TryReadSlowly(text, decimalSign, out units);
        }
        if (text.Length is 0 or > 18 || decimals > 8 || text.Length == 1 && decimals == 0) return TryReadSlowly(text, decimalSign, out units);
        var power = PowersOfTen[8 - Math.Max(decimals, 0)];
        if (number > long.MaxValue / power) return TryReadSlowly(text, decimalSign, out units);
        units = number * power;
        return true;
    }

    private static bool TryReadSlowly(ReadOnlySpan<char> text, char decimalSign, out long units)
    {
        units = 0;
        Span<char> plain = stackalloc char[MaxLength];
        if (!TryMakePlain(text, decimalSign, plain, out var length)) return false;
        if (!Price.TryParse(plain[..length], null, out var price)) return false;
        units = price.Units;
        return true;
    }

    /// <summary>Takes away a dollar sign and the signs between thousands, and makes the decimal sign a point.</summary>
    internal static bool TryMakePlain(ReadOnlySpan<char> text, char decimalSign, Span<char> plain, out int length)
    {
        length = 0;
        text = text.Trim();
        if (text.Length > plain.Length) return false;
        var groupSign = decimalSign == '.' ? ',' : '.';
        var sinceGroup = -1;
        var inDecimals = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '$')
            {
                if (i > 1 || (i == 1 && text[0] != '-')) return false;
                continue;
            }
            if (c == groupSign)
            {
                // A sign between thousands stands after a digit, with three digits from the one before.
                if (inDecimals || length == 0 || !char.IsAsciiDigit(plain[length - 1]) || sinceGroup is not (-1 or 3)) return false;
                sinceGroup = 0;
                continue;
            }
            if (char.IsAsciiDigit(c))
            {
                if (sinceGroup >= 0 && !inDecimals) sinceGroup++;
            }
            else
            {
                if (sinceGroup is not (-1 or 3)) return false;
                inDecimals = true;
            }
            plain[length++] = c == decimalSign ? '.' : c;
        }
        return length > 0 && sinceGroup is -1 or 3;
    }
}
