namespace Trading.Runtime.Data;

/// <summary>Something the reader did with the data that its owner should know of, such as sorting rows; no failure.</summary>
/// <param name="About">The file, or the series (<c>SPX 1d</c>), that it is about.</param>
/// <param name="Message">What was done, and how often.</param>
public sealed record DataNote(string About, string Message)
{
    public override string ToString() => $"{About}: {Message}";
}
