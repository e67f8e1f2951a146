namespace Trading.Runtime.Journals;

/// <summary>A journal's file did not do what was asked; the message says what, where and what to do.</summary>
public sealed class JournalFileException : IOException
{
    public JournalFileException(JournalFileFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    public JournalFileFault Fault { get; }
}
