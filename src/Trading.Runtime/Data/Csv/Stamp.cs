namespace Trading.Runtime.Data;

/// <summary>A date, or a date and a time, as a row has it.</summary>
/// <param name="Ticks">Ticks of 100 ns since 0001-01-01, in UTC or on the clock of the row's zone.</param>
/// <param name="IsUtc">Whether the text told its offset from UTC.</param>
/// <param name="HasTime">Whether there is a time of the day, not a date alone.</param>
internal readonly record struct Stamp(long Ticks, bool IsUtc, bool HasTime)
{
    public DateOnly Date => DateOnly.FromDateTime(new DateTime(Ticks));
    public bool IsMidnight => Ticks % TimeSpan.TicksPerDay == 0;
}
