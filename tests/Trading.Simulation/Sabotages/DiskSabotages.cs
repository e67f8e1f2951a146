using Trading.Runtime.Journals;

namespace Trading.Simulation;

/// <summary>Calls rows written that are still on their way to the disk.</summary>
internal sealed class AcknowledgeBeforeDisk : Sabotage
{
    public override bool? IsLocal => true;

    public override IJournalFile Wrap(IJournalFile file) => new Late(file);

    /// <summary>Writes rows when the next ones come; those of a process that dies before are lost.</summary>
    private sealed class Late(IJournalFile inner) : IJournalFile
    {
        private IReadOnlyList<JournalRow> _held = [];

        public JournalMark? Snapshot => inner.Snapshot;

        public void Append(IReadOnlyList<JournalRow> rows)
        {
            Write();
            _held = [.. rows];
        }

        public IEnumerable<JournalRow> Read(long from) => inner.Read(from);

        public void WriteSnapshot(JournalMark mark, IReadOnlyCollection<SnapshotItem> changes)
        {
            Write();
            inner.WriteSnapshot(mark, changes);
        }

        public byte[]? Find(string kind, string key) => inner.Find(kind, key);

        public IEnumerable<SnapshotItem> Items(string kind, string keyPrefix = "") => inner.Items(kind, keyPrefix);

        public IReadOnlyList<string> Check() => inner.Check();

        public void Dispose() => inner.Dispose();

        private void Write()
        {
            if (_held.Count > 0) inner.Append(_held);
            _held = [];
        }
    }
}

/// <summary>Recovers without the last row on the disk, as one who takes it for torn.</summary>
internal sealed class ForgetLastRow : Sabotage
{
    public override bool? IsLocal => true;

    public override IJournalFile Wrap(IJournalFile file) => new Short(file);

    private sealed class Short(IJournalFile inner) : IJournalFile
    {
        public JournalMark? Snapshot => inner.Snapshot;

        public void Append(IReadOnlyList<JournalRow> rows) => inner.Append(rows);

        public IEnumerable<JournalRow> Read(long from) => inner.Read(from).SkipLast(1);

        public void WriteSnapshot(JournalMark mark, IReadOnlyCollection<SnapshotItem> changes) => inner.WriteSnapshot(mark, changes);

        public byte[]? Find(string kind, string key) => inner.Find(kind, key);

        public IEnumerable<SnapshotItem> Items(string kind, string keyPrefix = "") => inner.Items(kind, keyPrefix);

        public IReadOnlyList<string> Check() => inner.Check();

        public void Dispose() => inner.Dispose();
    }
}
