using System.Collections.Immutable;

namespace Trading.Strategies;

/// <summary>Finds the known name that a misspelled one probably meant.</summary>
/// <remarks>
/// By the number of letters inserted, left out, replaced or swapped with their neighbour (Damerau 1964, in the restricted
/// form): at most two, and fewer than half the letters of the name.
/// </remarks>
public static class NearestName
{
    private const int MostMistakes = 2;

    public static ParameterViolation Unknown(ViolationCode code, string parameter, string given, ImmutableArray<string> known) =>
        new(code, parameter, given, string.Join(", ", known)) { Nearest = Among(known, given) };

    public static string? Among(ImmutableArray<string> known, string given)
    {
        string? nearest = null;
        var fewest = MostMistakes + 1;
        foreach (var name in known)
        {
            var mistakes = Mistakes(name.ToUpperInvariant(), given.ToUpperInvariant());
            if (mistakes >= fewest || mistakes > name.Length / 2) continue;
            (nearest, fewest) = (name, mistakes);
        }
        return nearest;
    }

    private static int Mistakes(string meant, string given)
    {
        // Lengths that differ by more than this need no table, which keeps a text of any length harmless.
        if (Math.Abs(meant.Length - given.Length) > MostMistakes) return int.MaxValue;
        var rows = new int[meant.Length + 1, given.Length + 1];
        for (var i = 0; i <= meant.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= given.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= meant.Length; i++)
        {
            for (var j = 1; j <= given.Length; j++)
            {
                var replaced = rows[i - 1, j - 1] + (meant[i - 1] == given[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, 1 + Math.Min(rows[i - 1, j], rows[i, j - 1]));
                if (i > 1 && j > 1 && meant[i - 1] == given[j - 2] && meant[i - 2] == given[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }
        return rows[meant.Length, given.Length];
    }
}
