using System.Globalization;
using System.Text;

namespace Trading.Runtime.Configuration;

/// <summary>Lengths of time as people write them: <c>250ms</c>, <c>30s</c>, <c>5m</c>, <c>1h30m</c>, <c>2d</c>.</summary>
public static class DurationText
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("ms", TimeSpan.FromMilliseconds(1)), ("m", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)),
    ];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty) return false;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits <= 0 || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) || count > 100_000) return false;
            rest = rest[digits..];
            var known = false;
            foreach (var (unit, length) in Units)
            {
                if (!rest.StartsWith(unit, StringComparison.Ordinal)) continue;
                var more = TimeSpan.FromTicks((long)(count * length.Ticks));
                if (duration > TimeSpan.MaxValue - more) return false;
                duration += more;
                rest = rest[unit.Length..];
                known = true;
                break;
            }
            if (!known) return false;
        }
        return true;
    }

    public static string Write(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero) return "0s";
        var text = new StringBuilder();
        if (duration.Days > 0) text.Append(CultureInfo.InvariantCulture, $"{duration.Days}d");
        if (duration.Hours > 0) text.Append(CultureInfo.InvariantCulture, $"{duration.Hours}h");
        if (duration.Minutes > 0) text.Append(CultureInfo.InvariantCulture, $"{duration.Minutes}m");
        if (duration.Seconds > 0) text.Append(CultureInfo.InvariantCulture, $"{duration.Seconds}s");
        if (duration.Milliseconds > 0) text.Append(CultureInfo.InvariantCulture, $"{duration.Milliseconds}ms");
        return text.ToString();
    }
}
