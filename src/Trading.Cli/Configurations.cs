using Trading.Runtime.Configuration;
using Trading.Strategies;

namespace Trading.Cli;

/// <summary>Finds and reads the configuration a command works with.</summary>
internal static class Configurations
{
    /// <summary>The file named, the one in this folder, or the defaults; the environment and then the assignments override it.</summary>
    /// <exception cref="CommandFailure">The configuration has problems; the message lists them all.</exception>
    public static DeskConfiguration Load(string? path, IEnumerable<KeyValuePair<string, string>> assignments)
    {
        var overrides = EnvironmentOverrides.OfProcess("--set", assignments);
        try
        {
            return Find(path) is { } file
                ? ConfigurationFile.Load(file, overrides, StrategyCatalogue.Standard)
                : ConfigurationFile.Read("", "The configuration", overrides, StrategyCatalogue.Standard);
        }
        catch (ConfigurationException wrong)
        {
            throw new CommandFailure(ExitCode.WrongUse, wrong.Message);
        }
    }

    /// <summary>The configuration without file and environment.</summary>
    public static DeskConfiguration Defaults() => ConfigurationFile.Read("", "The defaults", EnvironmentOverrides.None, StrategyCatalogue.Standard);

    /// <summary>The file that <see cref="Load"/> reads, or null for none.</summary>
    public static string? Find(string? path) => path ?? (File.Exists(ConfigurationFile.DefaultName) ? ConfigurationFile.DefaultName : null);
}
