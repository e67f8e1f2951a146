using Trading.Runtime.Journals;

namespace Trading.Simulation;

/// <summary>The disk under a desk's journal: it outlives the process, may be full, and may lose its power in the middle of a write.</summary>
/// <remarks>
/// A write is kept whole or not at all, as SQLite has it; whoever wrote when the power went does not learn which. Rows that a snapshot
/// stands for are let go of: nothing reads them again.
/// </remarks>
internal sealed class SimulatedDisk(World world, Process writer) : IJournalFile
{
    private readonly List<JournalRow> _rows = [];
    private readonly Dictionary<string, SortedDictionary<string, byte[]>> _items = new(StringComparer.Ordinal);

    /// <summary>Called with rows that are on the disk from now on.</summary>
    public Action<IReadOnlyList<JournalRow>> Written { get; set; } = static _ => { };

    public JournalMark? Snapshot { get; private set; }

    public void Append(IReadOnlyList<JournalRow> rows)
    {
        writer.MayDie();
        Fail(FaultKind.DiskFull);
        var isCut = world.Faults.Strike(FaultKind.DiskCut);
        if (!isCut || world.Faults.Dice.Chance(5000))
        {
            _rows.AddRange(rows);
            Written(rows);
        }
        if (isCut) writer.Kill();
        writer.MayDie();
    }

    public IEnumerable<JournalRow> Read(long from) => [.. _rows.Where(row => row.Sequence >= from)];

    public void WriteSnapshot(JournalMark mark, IReadOnlyCollection<SnapshotItem> changes)
    {
        writer.MayDie();
        Fail(FaultKind.SnapshotFails);
        foreach (var change in changes)
        {
            if (!_items.TryGetValue(change.Kind, out var items)) _items.Add(change.Kind, items = new(StringComparer.Ordinal));
            if (change.Value is { } value) items[change.Key] = value;
            else items.Remove(change.Key);
        }
        Snapshot = mark;
        _rows.RemoveAll(row => row.Sequence <= mark.Sequence);
        writer.MayDie();
    }

    public byte[]? Find(string kind, string key) => _items.TryGetValue(kind, out var items) ? items.GetValueOrDefault(key) : null;

    public IEnumerable<SnapshotItem> Items(string kind, string keyPrefix = "") => !_items.TryGetValue(kind, out var items)
        ? []
        : [.. items.Where(item => item.Key.StartsWith(keyPrefix, StringComparison.Ordinal)).Select(item => new SnapshotItem(kind, item.Key, item.Value))];

    public IReadOnlyList<string> Check() => [];

    public void Dispose()
    {
    }

    private void Fail(FaultKind kind)
    {
        if (world.Faults.Strike(kind)) throw new JournalFileException(JournalFileFault.DiskFull, "there is no room left on the disk", null);
    }
}
