namespace Trading.Runtime.Journals;

/// <summary>What a journal's file can suffer. The names are stable codes.</summary>
public enum JournalFileFault
{
    /// <summary>There is no room left for what is to be written.</summary>
    DiskFull,

    /// <summary>What is read is not what was written.</summary>
    Damaged,

    /// <summary>Another process has the journal open.</summary>
    InUse,

    /// <summary>The file was written by a newer version of the program.</summary>
    TooNew,

    /// <summary>The file cannot be opened, read or written for another reason.</summary>
    Unusable,
}
