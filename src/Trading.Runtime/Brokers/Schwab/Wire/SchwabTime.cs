using System.Globalization;

namespace Trading.Runtime.Brokers.Schwab.Wire;

/// <summary>Schwab's spelling of times: <c>2026-08-21T13:30:00+0000</c> in answers, <c>2026-08-21T13:30:00.000Z</c> in queries.</summary>
internal static class SchwabTime
{
    private static readonly string[] Spellings = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static DateTimeOffset? Read(string? text)
    {
        if (text is null) return null;
        var zone = text.Length > 5 && text[^5] is '+' or '-' ? $"{text[..^2]}:{text[^2..]}" : text;
        return DateTimeOffset.TryParseExact(zone, Spellings, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
    }

    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
