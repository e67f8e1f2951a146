namespace Trading.Runtime.Journals;

/// <summary>A journal's file as if no snapshot had ever been made: everything is recovered from the rows. Not written to.</summary>
public sealed class WholeJournalFile(IJournalFile file) : IJournalFile
{
    public JournalMark? Snapshot => null;

    public void Append(IReadOnlyList<JournalRow> rows) => throw new NotSupportedException("This view of a journal is only read.");

    public IEnumerable<JournalRow> Read(long from) => file.Read(from);

    public void WriteSnapshot(JournalMark mark, IReadOnlyCollection<SnapshotItem> changes) => throw new NotSupportedException("This view of a journal is only read.");

    public byte[]? Find(string kind, string key) => null;

    public IEnumerable<SnapshotItem> Items(string kind, string keyPrefix = "") => [];

    public IReadOnlyList<string> Check() => file.Check();

    public void Dispose() => file.Dispose();
}
