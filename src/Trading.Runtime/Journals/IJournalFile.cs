namespace Trading.Runtime.Journals;

/// <summary>What a journal needs of a disk.</summary>
/// <remarks>
/// A method that returns has its effect on the disk, where it outlives the machine; one that throws may have had its effect whole or
/// not at all, never in part. Rows are never changed. One thread at a time writes; <see cref="Find"/> and <see cref="Items"/> may be
/// called by others meanwhile.
/// </remarks>
public interface IJournalFile : IDisposable
{
    /// <summary>The newest snapshot, or null when there is none.</summary>
    JournalMark? Snapshot { get; }

    /// <summary>Appends rows in one transaction.</summary>
    /// <exception cref="JournalFileException">The disk did not take them.</exception>
    void Append(IReadOnlyList<JournalRow> rows);

    /// <summary>The rows from a sequence on, in order.</summary>
    /// <exception cref="JournalFileException">A row cannot be read.</exception>
    IEnumerable<JournalRow> Read(long from);

    /// <summary>Changes the items of the snapshot and says which row they stand for, in one transaction.</summary>
    /// <exception cref="JournalFileException">The disk did not take them.</exception>
    void WriteSnapshot(JournalMark mark, IReadOnlyCollection<SnapshotItem> changes);

    /// <summary>The value of an item of the snapshot, or null when it has none.</summary>
    byte[]? Find(string kind, string key);

    /// <summary>The items of a kind whose keys begin with a text, by key.</summary>
    IEnumerable<SnapshotItem> Items(string kind, string keyPrefix = "");

    /// <summary>What is wrong with the file as a file, in words; empty when it is sound. Reads all of it.</summary>
    IReadOnlyList<string> Check();
}
