using System.CommandLine;
using Trading.Runtime.Desks;

namespace Trading.Cli.Desks;

/// <summary>The option that names a desk.</summary>
internal static class DeskOption
{
    public static Option<string> Make() => new("--desk")
    {
        Description = $"The folder that the desk keeps its journal in. Default: {DeskFolder.DefaultName}.",
        HelpName = "DIR",
        DefaultValueFactory = _ => DeskFolder.DefaultName,
    };
}
