using Trading.Runtime.Journals;

namespace Trading.Simulation;

/// <summary>A disk that passes everything on, for those that do something else with some of it.</summary>
internal abstract class SabotagedDisk(IJournalFile inner) : IJournalFile
{
    public JournalMark? Snapshot => inner.Snapshot;

    public virtual void Append(IReadOnlyList<JournalRow> rows) => inner.Append(rows);

    public virtual IEnumerable<JournalRow> Read(long from) => inner.Read(from);

    public virtual void WriteSnapshot(JournalMark mark, IReadOnlyCollection<SnapshotItem> changes) => inner.WriteSnapshot(mark, changes);

    public byte[]? Find(string kind, string key) => inner.Find(kind, key);

    public IEnumerable<SnapshotItem> Items(string kind, string keyPrefix = "") => inner.Items(kind, keyPrefix);

    public IReadOnlyList<string> Check() => inner.Check();

    public void Dispose() => inner.Dispose();
}
