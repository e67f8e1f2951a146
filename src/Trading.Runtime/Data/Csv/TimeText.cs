namespace Trading.Runtime.Data;

/// <summary>
/// Reads times of the day, <c>9:30</c>, <c>09:30:00.000</c>, <c>093000</c>, <c>0930</c>, <c>4:00 PM</c>, and the zone that
/// may follow: <c>Z</c>, <c>UTC</c>, <c>GMT</c>, <c>-05:00</c>, <c>-0500</c>, <c>EST</c>, <c>EDT</c>, <c>America/New_York</c>.
/// </summary>
internal static class TimeText
{
    private static readonly string[] Exchange = ["ET", "US/Eastern", "America/New_York"];

    /// <summary>Reads a whole text as a time of the day in ticks, and as its offset from UTC in ticks, null when it tells none.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out long ticks, out long? offset)
    {
        offset = null;
        return TryTakeTime(ref text, out ticks) && TryReadZone(text.Trim(' '), out offset);
    }

    private static bool TryTakeTime(ref ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        int hour, minute, second = 0;
        long fraction = 0;
        var digits = DateText.TakeNumber(ref text, out var first);
        if (digits is 1 or 2 && text is [':', ..])
        {
            hour = first;
            if (!TryTakePart(ref text, out minute)) return false;
            if (text is [':', ..] && !TryTakePart(ref text, out second)) return false;
        }
        else if (digits is 3 or 4) (hour, minute) = (first / 100, first % 100);
        else if (digits is 5 or 6) (hour, minute, second) = (first / 10_000, first / 100 % 100, first % 100);
        else return false;
        if (text is ['.' or ',', ..] && !TryTakeFraction(ref text, out fraction)) return false;
        if (hour > 23 || minute > 59 || second > 59 || !TryTakeHalfOfDay(ref text, ref hour)) return false;
        ticks = (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute) + (second * TimeSpan.TicksPerSecond) + fraction;
        return true;
    }

    private static bool TryTakePart(ref ReadOnlySpan<char> text, out int part)
    {
        text = text[1..];
        return DateText.TakeNumber(ref text, out part) == 2;
    }

    private static bool TryTakeFraction(ref ReadOnlySpan<char> text, out long fraction)
    {
        fraction = 0;
        var length = 1;
        var place = TimeSpan.TicksPerSecond / 10;
        for (; length < text.Length && char.IsAsciiDigit(text[length]); length++, place /= 10) fraction += (text[length] - '0') * place;
        text = text[length..];
        return length is > 1 and <= 10;
    }

    private static bool TryTakeHalfOfDay(ref ReadOnlySpan<char> text, ref int hour)
    {
        var rest = text.TrimStart(' ');
        if (rest is not ['a' or 'A' or 'p' or 'P', 'm' or 'M', ..] || (rest.Length > 2 && char.IsAsciiLetter(rest[2]))) return true;
        if (hour is < 1 or > 12) return false;
        hour = (hour % 12) + (rest[0] is 'p' or 'P' ? 12 : 0);
        text = rest[2..];
        return true;
    }

    private static bool TryReadZone(ReadOnlySpan<char> text, out long? offset)
    {
        offset = null;
        foreach (var zone in Exchange)
            if (text.Equals(zone, StringComparison.OrdinalIgnoreCase)) return true;
        switch (text)
        {
            case []: return true;
            case "EST": offset = -5 * TimeSpan.TicksPerHour; return true;
            case "EDT": offset = -4 * TimeSpan.TicksPerHour; return true;
        }
        offset = 0;
        if (text is "Z" or "z" or "UTC" or "GMT") return true;
        if (text.StartsWith("UTC", StringComparison.Ordinal) || text.StartsWith("GMT", StringComparison.Ordinal)) text = text[3..];
        if (text is not ['+' or '-', ..]) return false;
        var sign = text[0] == '-' ? -1 : 1;
        text = text[1..];
        var digits = DateText.TakeNumber(ref text, out var hours);
        var minutes = 0;
        if (digits is 3 or 4) (hours, minutes) = (hours / 100, hours % 100);
        else if (digits is not (1 or 2) || (text is [':', ..] && !TryTakePart(ref text, out minutes))) return false;
        offset = sign * ((hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute));
        return text.IsEmpty && hours <= 14 && minutes <= 59;
    }
}
