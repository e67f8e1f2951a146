namespace Trading.Runtime.Configuration;

/// <summary>What a misspelt name most likely means.</summary>
public static class Suggestion
{
    /// <summary>The nearest known name and, where none is near, all of them.</summary>
    public static string For(string given, IReadOnlyCollection<string> known)
    {
        var nearest = known.MinBy(name => Distance(given, name));
        return nearest is not null && Distance(given, nearest) <= Math.Max(2, given.Length / 3)
            ? $"did you mean {nearest}?"
            : string.Join(", ", known.Order(StringComparer.Ordinal));
    }

    /// <summary>Levenshtein's distance, letters compared without case.</summary>
    private static int Distance(string left, string right)
    {
        var row = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++) row[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1)));
            }
        }
        return row[right.Length];
    }
}
