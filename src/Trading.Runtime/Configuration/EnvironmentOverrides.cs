using System.Text;

namespace Trading.Runtime.Configuration;

/// <summary>Environment variables that take the place of settings: <c>TRADING_RISK_MAX_DAILY_LOSS</c> for <c>risk.maxDailyLoss</c>.</summary>
public sealed class EnvironmentOverrides
{
    public const string Prefix = "TRADING_";

    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public EnvironmentOverrides(IEnumerable<KeyValuePair<string, string>> variables)
    {
        foreach (var (name, value) in variables)
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && value.Length > 0) _values[name] = value;
    }

    public static EnvironmentOverrides None => new([]);

    /// <summary>The overrides of this process.</summary>
    /// <param name="more">Overrides that win over those of the process.</param>
    public static EnvironmentOverrides OfProcess(IEnumerable<KeyValuePair<string, string>> more) => new(
        (from System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables()
         select KeyValuePair.Create((string)variable.Key, (string?)variable.Value ?? "")).Concat(more));

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

    /// <summary>Overrides that no setting asked for: most likely misspelt.</summary>
    internal IEnumerable<string> Unused => _values.Keys.Where(name => !_used.Contains(name));
}
