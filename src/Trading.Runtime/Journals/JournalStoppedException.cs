namespace Trading.Runtime.Journals;

/// <summary>The journal could not store a step and takes no other: nothing may be done that is not journalled.</summary>
/// <remarks>What was acknowledged is on the disk; what was not is decided again after a restart.</remarks>
public sealed class JournalStoppedException(Exception cause)
    : IOException($"The journal has stopped and nothing is traded any more. {cause.Message}", cause);
