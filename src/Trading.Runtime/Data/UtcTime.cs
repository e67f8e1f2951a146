namespace Trading.Runtime.Data;

internal static class UtcTime
{
    // Through DateTime because that constructor skips the checks of an offset: half the time, twice a bar.
    public static DateTimeOffset OfTicks(long ticks) => new(new DateTime(ticks, DateTimeKind.Utc));
}
