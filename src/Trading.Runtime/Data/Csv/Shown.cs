namespace Trading.Runtime.Data;

/// <summary>A field as a message can show it: short, and on one line.</summary>
internal static class Shown
{
    private const int Longest = 40;

    public static string Of(ReadOnlySpan<char> field)
    {
        var cut = field.Length > Longest;
        Span<char> shown = stackalloc char[cut ? Longest : field.Length];
        field[..shown.Length].CopyTo(shown);
        foreach (ref var c in shown)
            if (char.IsControl(c) || char.IsSurrogate(c)) c = '?';
        return cut ? string.Concat(shown, "...") : shown.ToString();
    }
}
