namespace Trading.Runtime.Journals;

/// <summary>Who writes what is committed, and when.</summary>
public enum JournalWriting
{
    /// <summary>A task of the journal's own: steps that are committed while it writes go together in the next transaction.</summary>
    Together,

    /// <summary>Whoever commits, at once: a transaction a step, and no thread but the caller's.</summary>
    AtOnce,

    /// <summary>Whoever calls <see cref="Journal.WritePending"/>; a commit waits until then.</summary>
    WhenTold,
}
