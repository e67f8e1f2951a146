using System.Reflection;

namespace Trading.Cli.Commands;

/// <summary><c>trading version</c></summary>
internal sealed class VersionCommand : DeskCommand
{
    public VersionCommand(Terminal terminal)
        : base("version", "Print the version of the command and of the runtime under it.")
    {
        SetAction(_ =>
        {
            terminal.Output.WriteLine($"trading {Number} (.NET {Environment.Version})");
            return ExitCode.Done;
        });
    }

    public override IReadOnlyList<(string Line, string Does)> Examples => [("trading version", "Prints the version.")];

    internal static string Number { get; } =
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
