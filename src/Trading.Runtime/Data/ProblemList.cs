using System.Collections.Immutable;

namespace Trading.Runtime.Data;

/// <summary>Counts all problems and keeps the first, so that a file of nothing but problems costs no memory.</summary>
internal sealed class ProblemList
{
    private const int Kept = 20;

    private readonly List<DataProblem> _first = [];

    public long Total { get; private set; }

    /// <summary>Whether one of them concerns more than a row, so that leaving rows out is no way on.</summary>
    public bool Refused { get; private set; }

    public ImmutableArray<DataProblem> First => [.. _first];

    public void Refuse(string file, long line, string message)
    {
        Refused = true;
        Add(file, line, 0, message);
    }

    public void Add(string file, long line, int column, string message)
    {
        Total++;
        if (_first.Count < Kept) _first.Add(new DataProblem(file, line, column, message));
    }
}
