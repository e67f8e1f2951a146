namespace Trading.Runtime.Data;

/// <summary>Finds the sign between the fields of a table: comma, semicolon, tab or bar.</summary>
internal static class DelimiterSniffer
{
    private const int SampledLines = 50;
    private const int LongestLine = 1 << 16;

    /// <summary>The delimiter, and how many lines ahead of the table name it; null when no sign divides the lines.</summary>
    public static (char Delimiter, int SkippedLines)? Find(TextReader text)
    {
        var lines = new List<string>();
        while (lines.Count < SampledLines && ReadLine(text) is { } line)
        {
            if (lines.Count == 0 && line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && line.Length == 5) return (line[4], 1);
            if (line.AsSpan().Trim() is not ([] or ['#', ..])) lines.Add(line);
        }

        (char Delimiter, int SkippedLines)? best = null;
        var bestScore = 0;
        foreach (var candidate in ",;\t|")
        {
            // The true delimiter is as often on every line; of two such, the one that makes more fields.
            var counts = lines.Select(line => CountOutsideQuotes(line, candidate)).Where(count => count > 0).ToList();
            if (counts.Count == 0) continue;
            var common = counts.GroupBy(count => count).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).First();
            var score = (common.Count() * 1000) + Math.Min(common.Key, 999);
            if (score > bestScore) (best, bestScore) = ((candidate, 0), score);
        }
        return best;
    }

    private static string? ReadLine(TextReader text)
    {
        var line = new System.Text.StringBuilder();
        int c;
        while ((c = text.Read()) >= 0 && c != '\n' && line.Length < LongestLine) line.Append((char)c);
        return c < 0 && line.Length == 0 ? null : line.ToString().TrimEnd('\r');
    }

    private static int CountOutsideQuotes(string line, char sign)
    {
        var count = 0;
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"') quoted = !quoted;
            else if (c == sign && !quoted) count++;
        }
        return count;
    }
}
