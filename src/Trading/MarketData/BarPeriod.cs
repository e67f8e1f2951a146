using System.Globalization;
using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.MarketData;

/// <summary>The length of a bar: whole minutes within a session, or one whole session (a day).</summary>
/// <remarks>Written <c>1m</c>, <c>5m</c>, <c>1h</c>, <c>1d</c>. Periods within a session divide it from its open.</remarks>
[JsonConverter(typeof(BarPeriodJsonConverter))]
public readonly record struct BarPeriod : IComparable<BarPeriod>
{
    private const int MinutesOfDay = 24 * 60;

    private BarPeriod(int minutes) => Minutes = minutes;

    public static BarPeriod Minute { get; } = new(1);
    public static BarPeriod Hour { get; } = new(60);
    public static BarPeriod Day { get; } = new(MinutesOfDay);

    public int Minutes { get; }
    public bool IsDaily => Minutes == MinutesOfDay;
    public TimeSpan Length => TimeSpan.FromMinutes(Minutes);

    /// <exception cref="ArgumentOutOfRangeException">Not between 1 and 390 minutes, the length of a session.</exception>
    public static BarPeriod OfMinutes(int minutes) => minutes is >= 1 and <= 390
        ? new BarPeriod(minutes)
        : throw new ArgumentOutOfRangeException(nameof(minutes), minutes, "A period within a session has 1 to 390 minutes.");

    /// <exception cref="FormatException">The text is no period.</exception>
    public static BarPeriod Parse(string text) =>
        TryParse(text, out var period) ? period : throw new FormatException($"'{text}' is not a bar period: 1m to 390m, 1h to 6h, or 1d.");

    public static bool TryParse(string? text, out BarPeriod period)
    {
        period = default;
        if (text is null || text.Length < 2) return false;
        if (!int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return false;
        switch (char.ToLowerInvariant(text[^1]))
        {
            case 'd' when count == 1: period = Day; return true;
            case 'h' when count is >= 1 and <= 6: period = new BarPeriod(count * 60); return true;
            case 'm' when count is >= 1 and <= 390: period = new BarPeriod(count); return true;
            default: return false;
        }
    }

    public int CompareTo(BarPeriod other) => Minutes.CompareTo(other.Minutes);

    public override string ToString() => this switch
    {
        { IsDaily: true } => "1d",
        { Minutes: var m } when m % 60 == 0 => $"{m / 60}h",
        _ => $"{Minutes}m",
    };
}
