using Trading.Runtime.Journals;

namespace Trading.Runtime.Tests.Journals;

/// <summary>A disk that keeps what it was given, and can be made to fail.</summary>
internal sealed class MemoryJournalFile : IJournalFile
{
    private readonly SortedDictionary<(string Kind, string Key), byte[]> _items = new(Comparer<(string Kind, string Key)>.Create((left, right) =>
        string.CompareOrdinal(left.Kind, right.Kind) is var kind && kind != 0 ? kind : string.CompareOrdinal(left.Key, right.Key)));

    public List<JournalRow> Rows { get; } = [];

    public List<int> Transactions { get; } = [];

    public bool IsFull { get; set; }

    /// <summary>How many rows it takes before it is full.</summary>
    public int Room { get; set; } = int.MaxValue;

    /// <summary>Done while a snapshot is written.</summary>
    public Action? Meanwhile { get; set; }

    public JournalMark? Snapshot { get; private set; }

    public void Append(IReadOnlyList<JournalRow> rows)
    {
        if (IsFull || Rows.Count + rows.Count > Room) throw new JournalFileException(JournalFileFault.DiskFull, "There is no room left.");
        Rows.AddRange(rows);
        Transactions.Add(rows.Count);
    }

    public IEnumerable<JournalRow> Read(long from) => Rows.Skip((int)from - 1);

    public void WriteSnapshot(JournalMark mark, IReadOnlyCollection<SnapshotItem> changes)
    {
        if (IsFull) throw new JournalFileException(JournalFileFault.DiskFull, "There is no room left.");
        Meanwhile?.Invoke();
        foreach (var (kind, key, value) in changes)
        {
            if (value is null) _items.Remove((kind, key));
            else _items[(kind, key)] = value;
        }
        Snapshot = mark;
    }

    public byte[]? Find(string kind, string key) => _items.GetValueOrDefault((kind, key));

    public IEnumerable<SnapshotItem> Items(string kind, string keyPrefix = "") =>
        _items.Where(item => item.Key.Kind == kind && item.Key.Key.StartsWith(keyPrefix, StringComparison.Ordinal))
            .Select(item => new SnapshotItem(kind, item.Key.Key, item.Value)).ToArray();

    public IReadOnlyList<string> Check() => [];

    public void Dispose()
    {
    }
}
