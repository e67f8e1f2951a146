using System.Collections.Immutable;
using System.Globalization;

namespace Trading.Runtime.Data;

/// <summary>Gathers notes; of very many, as from a folder of thousands of files, the first and their number.</summary>
internal sealed class NoteList
{
    private const int Kept = 100;

    private readonly List<DataNote> _first = [];
    private long _total;

    public ImmutableArray<DataNote> ToImmutable() => _total == _first.Count
        ? [.. _first]
        : [.. _first, new DataNote("data", string.Create(CultureInfo.InvariantCulture, $"and {_total - _first.Count} more notes"))];

    public void Add(string about, string message)
    {
        _total++;
        if (_first.Count < Kept) _first.Add(new DataNote(about, message));
    }

    /// <summary>Adds a note with a count ahead of it, when the count is not 0.</summary>
    public void AddCount(string about, long count, string one, string many)
    {
        if (count > 0) Add(about, string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}"));
    }
}
