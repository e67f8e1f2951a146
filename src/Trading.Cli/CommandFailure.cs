namespace Trading.Cli;

/// <summary>A command cannot go on; the message is for the person who typed it and says what to do.</summary>
internal sealed class CommandFailure(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
