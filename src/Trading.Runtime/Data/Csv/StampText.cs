namespace Trading.Runtime.Data;

/// <summary>
/// Reads a date, a date with a time, or a number of seconds, milliseconds, microseconds or nanoseconds since 1970. The unit
/// of a number is told by its size: the present is near 1.6e9 s, 1.6e12 ms, 1.6e15 us and 1.6e18 ns. Years are 1900 to 2100.
/// </summary>
internal static class StampText
{
    private static readonly long Earliest = new DateTime(DateText.FirstYear, 1, 1).Ticks;
    private static readonly long Latest = new DateTime(DateText.LastYear + 1, 1, 1).Ticks;

    public static bool TryRead(ReadOnlySpan<char> text, DayAndMonth order, out Stamp stamp)
    {
        stamp = default;
        text = text.Trim();
        if (text.IsEmpty) return false;
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        if (digits is < 0 or > 8 && text.Length > 8 && char.IsAsciiDigit(text[0]) && TryReadDigits(text, out stamp)) return true;
        if (text is ['-', ..]) return TryReadNumber(text, out stamp);

        if (!DateText.TryTake(ref text, order, out var date)) return false;
        var midnight = date.ToDateTime(TimeOnly.MinValue).Ticks;
        if (text.IsEmpty)
        {
            stamp = new Stamp(midnight, IsUtc: false, HasTime: false);
            return true;
        }
        if (text[0] is not ('T' or 't' or ' ' or ',' or ';')) return false;
        text = text[1..].TrimStart(' ');
        if (!TimeText.TryRead(text, out var time, out var offset)) return false;
        stamp = new Stamp(midnight + time - (offset ?? 0), offset is not null, HasTime: true);
        return true;
    }

    /// <summary>Puts the time of a column of its own to a date.</summary>
    public static bool TryAddTime(ReadOnlySpan<char> time, ref Stamp stamp)
    {
        if (!stamp.IsMidnight || !TimeText.TryRead(time.Trim(), out var ticks, out var offset)) return false;
        stamp = new Stamp(stamp.Ticks + ticks - (offset ?? 0), stamp.IsUtc || offset is not null, HasTime: true);
        return true;
    }

    private static bool TryReadDigits(ReadOnlySpan<char> text, out Stamp stamp)
    {
        // 12 or 14 digits that make a date and a time are one: as a number they would be early 1976, or past the year 2200.
        if (text.Length is 12 or 14 && (text.StartsWith("19") || text.StartsWith("20")))
        {
            var day = text[..8];
            if (DateText.TryTake(ref day, default, out var date) && TimeText.TryRead(text[8..], out var time, out _))
            {
                stamp = new Stamp(date.ToDateTime(TimeOnly.MinValue).Ticks + time, IsUtc: false, HasTime: true);
                return true;
            }
        }
        return TryReadNumber(text, out stamp);
    }

    private static bool TryReadNumber(ReadOnlySpan<char> text, out Stamp stamp)
    {
        stamp = default;
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        if (!long.TryParse(whole, System.Globalization.NumberStyles.AllowLeadingSign, null, out var number)) return false;
        if (whole.TrimStart('-').Length < 6) return false;
        var size = Math.Abs((decimal)number);
        var (unit, most) = size switch
        {
            < 100_000_000_000m => (TimeSpan.TicksPerSecond, 7),
            < 100_000_000_000_000m => (TimeSpan.TicksPerMillisecond, 4),
            < 100_000_000_000_000_000m => (TimeSpan.TicksPerMicrosecond, 1),
            _ => (0L, 0),
        };
        if (!TryReadFraction(point < 0 ? [] : text[(point + 1)..], most, out var fraction)) return false;
        var ticks = unit == 0 ? number / TimeSpan.NanosecondsPerTick : (number * unit) + (number < 0 ? -fraction : fraction);
        stamp = new Stamp(DateTime.UnixEpoch.Ticks + ticks, IsUtc: true, HasTime: true);
        return stamp.Ticks >= Earliest && stamp.Ticks < Latest;
    }

    private static bool TryReadFraction(ReadOnlySpan<char> digits, int places, out long fraction)
    {
        fraction = 0;
        if (digits.ContainsAnyExceptInRange('0', '9')) return false;
        for (var i = 0; i < places; i++) fraction = (fraction * 10) + (i < digits.Length ? digits[i] - '0' : 0);
        return true;
    }
}
