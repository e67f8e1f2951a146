using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Trading.Runtime.Data;

/// <summary>Data at a path cannot be used as bars: nothing is there, or it holds things that are no bars.</summary>
public sealed class HistoricalDataException : Exception
{
    public HistoricalDataException(string path, ImmutableArray<DataProblem> problems, long total, Exception? inner = null)
        : base(Describe(path, problems, total), inner)
    {
        Problems = problems;
        Total = total;
    }

    internal HistoricalDataException(string path, string message, Exception? inner = null)
        : this(path, [new DataProblem(path, 0, 0, message)], 1, inner)
    {
    }

    /// <summary>The first problems, twenty at most, in the order in which they were met.</summary>
    public ImmutableArray<DataProblem> Problems { get; }

    /// <summary>How many problems there are in all.</summary>
    public long Total { get; }

    private static string Describe(string path, ImmutableArray<DataProblem> problems, long total)
    {
        if (total == 1) return problems[0].ToString();
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{path} has {total} problems:");
        foreach (var problem in problems) text.Append("\n  ").Append(problem);
        if (total > problems.Length) text.Append(CultureInfo.InvariantCulture, $"\n  and {total - problems.Length} more");
        return text.ToString();
    }
}
