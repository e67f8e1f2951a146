using System.Collections.Immutable;

namespace Trading.Runtime.Configuration;

/// <summary>What one reading of a configuration gathers: the settings that there are, and what is wrong.</summary>
internal sealed class SettingContext
{
    private readonly Dictionary<string, SettingDefinition> _definitions;
    private readonly List<ConfigurationProblem> _problems = [];

    public SettingContext(EnvironmentOverrides overrides)
        : this(overrides, new(StringComparer.Ordinal))
    {
    }

    private SettingContext(EnvironmentOverrides overrides, Dictionary<string, SettingDefinition> definitions)
    {
        Overrides = overrides;
        _definitions = definitions;
    }

    public EnvironmentOverrides Overrides { get; }

    public IEnumerable<SettingDefinition> Definitions => _definitions.Values;

    public ImmutableArray<ConfigurationProblem> Problems => [.. _problems];

    public void Define(SettingDefinition definition) => _definitions.TryAdd(definition.Path, definition);

    /// <summary>A context whose problems nobody hears of.</summary>
    public SettingContext ForDefinitionsAlone() => new(EnvironmentOverrides.None, _definitions);

    public void Report(string path, string given, string allowed, int? line = null) => _problems.Add(new ConfigurationProblem(path, given, allowed, line));
}
