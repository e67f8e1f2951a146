namespace Trading.Runtime.Data;

/// <summary>
/// Reads dates of the years 1900 to 2100: <c>2020-01-31</c>, <c>2020/1/31</c>, <c>2020.01.31</c>, <c>20200131</c>,
/// <c>01/31/2020</c>, <c>31.01.2020</c>, <c>31-Jan-2020</c>, <c>31-Jan-20</c>, <c>Jan 31, 2020</c>.
/// </summary>
internal static class DateText
{
    public const int FirstYear = 1900;
    public const int LastYear = 2100;

    // As POSIX strptime reads two digits of a year: 69 to 99 are of the last century.
    private const int FirstShortYearOfLastCentury = 69;

    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    /// <summary>Reads a date from the front of a text and leaves the rest.</summary>
    public static bool TryTake(ref ReadOnlySpan<char> text, DayAndMonth order, out DateOnly date)
    {
        date = default;
        var rest = text;
        int year, month, day;
        var digits = TakeNumber(ref rest, out var first);
        switch (digits)
        {
            case 0 when TryTakeMonth(ref rest, out month):
                SkipAny(ref rest, ". -/");
                if (TakeNumber(ref rest, out day) is not (1 or 2)) return false;
                SkipAny(ref rest, ", -/");
                if (TakeNumber(ref rest, out year) != 4) return false;
                break;
            case 8:
                (year, month, day) = (first / 10_000, first / 100 % 100, first % 100);
                break;
            case 4:
                year = first;
                if (!TryTakeSeparator(ref rest, out var mark) || !TryTakeMonthOrNumber(ref rest, out month, out _)) return false;
                if (!TryTakeSeparator(ref rest, out var second) || second != mark || TakeNumber(ref rest, out day) is not (1 or 2)) return false;
                break;
            case 1 or 2:
                if (!TryTakeDayMonthYear(ref rest, order, first, out year, out month, out day)) return false;
                break;
            default:
                return false;
        }
        if (year is < FirstYear or > LastYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        date = new DateOnly(year, month, day);
        text = rest;
        return true;
    }

    private static bool TryTakeDayMonthYear(ref ReadOnlySpan<char> rest, DayAndMonth order, int first, out int year, out int month, out int day)
    {
        (year, month, day) = (0, 0, first);
        var hasMark = TryTakeSeparator(ref rest, out var mark);
        if (!TryTakeMonthOrNumber(ref rest, out month, out var isName) || (!hasMark && !isName)) return false;
        if (hasMark && (!TryTakeSeparator(ref rest, out var second) || second != mark)) return false;
        var digits = TakeNumber(ref rest, out year);
        if (digits == 2) year += year >= FirstShortYearOfLastCentury ? 1900 : 2000;
        else if (digits != 4) return false;
        // With points the day comes first wherever such dates are written.
        if (!isName && mark != '.' && order == DayAndMonth.MonthFirst) (month, day) = (day, month);
        return true;
    }

    private static bool TryTakeMonthOrNumber(ref ReadOnlySpan<char> text, out int month, out bool isName)
    {
        isName = TryTakeMonth(ref text, out month);
        return isName || TakeNumber(ref text, out month) is 1 or 2;
    }

    private static bool TryTakeMonth(ref ReadOnlySpan<char> text, out int month)
    {
        month = 0;
        var length = 0;
        while (length < text.Length && char.IsAsciiLetter(text[length])) length++;
        if (length < 3) return false;
        var name = text[..length];
        for (month = 1; month <= 12; month++)
        {
            // Whole, or its first three letters; and the four of Sept.
            var whole = Months[month - 1];
            if (!name.Equals(whole, StringComparison.OrdinalIgnoreCase)
                && !(length == 3 && whole.AsSpan(0, 3).Equals(name, StringComparison.OrdinalIgnoreCase))
                && !(month == 9 && name.Equals("Sept", StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }
            text = text[length..];
            return true;
        }
        return false;
    }

    private static bool TryTakeSeparator(ref ReadOnlySpan<char> text, out char mark)
    {
        mark = text.IsEmpty ? '\0' : text[0];
        if (mark is not ('-' or '/' or '.' or ' ')) return false;
        text = text[1..];
        return true;
    }

    /// <summary>Takes up to eight digits, and tells how many; 0 with more than eight.</summary>
    internal static int TakeNumber(ref ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        var length = 0;
        for (; length < text.Length && char.IsAsciiDigit(text[length]); length++)
        {
            if (length == 8) return 0;
            number = (number * 10) + (text[length] - '0');
        }
        text = text[length..];
        return length;
    }

    private static void SkipAny(ref ReadOnlySpan<char> text, string marks)
    {
        while (!text.IsEmpty && marks.Contains(text[0])) text = text[1..];
    }
}
