using System.Text;

namespace Trading.Runtime.Configuration;

/// <summary>Environment variables that take the place of settings: <c>TRADING_RISK_MAX_DAILY_LOSS</c> for <c>risk.maxDailyLoss</c>.</summary>
public sealed class EnvironmentOverrides
{
    public const string Prefix = "TRADING_";

    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Option, string Path)> _assigned = new(StringComparer.Ordinal);

    public EnvironmentOverrides(IEnumerable<KeyValuePair<string, string>> variables)
    {
        foreach (var (name, value) in variables)
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && value.Length > 0) _values[name] = value;
    }

    public static EnvironmentOverrides None => new([]);

    /// <summary>The overrides of this process.</summary>
    /// <param name="option">The option of the command line that assigned values to settings; problems name it.</param>
    /// <param name="assignments">Paths of settings, each with its value. They win over the environment.</param>
    public static EnvironmentOverrides OfProcess(string option, IEnumerable<KeyValuePair<string, string>> assignments)
    {
        var overrides = new EnvironmentOverrides(
            from System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables()
            select KeyValuePair.Create((string)variable.Key, (string?)variable.Value ?? ""));
        foreach (var (path, value) in assignments)
        {
            overrides._values[NameOf(path)] = value;
            overrides._assigned[NameOf(path)] = (option, path);
        }
        return overrides;
    }

    public static string NameOf(string path)
    {
        var name = new StringBuilder(Prefix);
        foreach (var c in path)
        {
            if (c == '.') name.Append('_');
            else if (char.IsAsciiLetterUpper(c)) name.Append('_').Append(c);
            else name.Append(char.ToUpperInvariant(c));
        }
        return name.ToString();
    }

    internal string? Take(string path)
    {
        var name = NameOf(path);
        _used.Add(name);
        return _values.GetValueOrDefault(name);
    }

    /// <summary>Where the override of a setting was given: the variable, or the option.</summary>
    internal string SourceOf(string path) => _assigned.TryGetValue(NameOf(path), out var assigned) ? assigned.Option : NameOf(path);

    /// <summary>Variables that no setting asked for: most likely misspelt.</summary>
    internal IEnumerable<string> Unused => _values.Keys.Where(name => !_used.Contains(name) && !_assigned.ContainsKey(name));

    /// <summary>Assignments to settings that there are not.</summary>
    internal IEnumerable<(string Option, string Path)> UnusedAssignments => _assigned.Where(one => !_used.Contains(one.Key)).Select(one => one.Value);
}
