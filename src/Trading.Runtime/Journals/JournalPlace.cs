using System.Globalization;

namespace Trading.Runtime.Journals;

/// <summary>Where a message was said: in which row, and the how-manieth there. Written <c>17-0</c>.</summary>
internal readonly record struct JournalPlace(long Sequence, int Ordinal)
{
    /// <exception cref="FormatException">The text is not two numbers with a dash between.</exception>
    public static JournalPlace Parse(ReadOnlySpan<char> text)
    {
        var dash = text.IndexOf('-');
        return new(long.Parse(text[..dash], NumberStyles.None, CultureInfo.InvariantCulture), int.Parse(text[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture));
    }
}
