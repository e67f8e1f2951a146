namespace Trading.Runtime.Journals;

/// <summary>A place in the journal: a row, and the checksum of all rows up to it.</summary>
public readonly record struct JournalMark(long Sequence, ulong Checksum);
