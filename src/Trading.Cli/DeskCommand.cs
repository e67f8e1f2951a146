using System.CommandLine;

namespace Trading.Cli;

/// <summary>A command with examples in its help.</summary>
internal abstract class DeskCommand(string name, string description) : Command(name, description)
{
    /// <summary>Command lines that work as they stand, each with what it does.</summary>
    public abstract IReadOnlyList<(string Line, string Does)> Examples { get; }
}
