using System.Collections.Immutable;
using System.Globalization;

namespace Trading.Strategies;

/// <summary>The value of every parameter of a strategy, given or by default, each valid by itself.</summary>
public sealed class ParameterValues
{
    private readonly StrategyKind _kind;
    private readonly ImmutableDictionary<string, string> _values;

    internal ParameterValues(StrategyKind kind, ImmutableDictionary<string, string> values)
    {
        _kind = kind;
        _values = values;
    }

    /// <summary>Names and values in the order of the definitions, in one normal form: the same settings, the same texts.</summary>
    public IEnumerable<KeyValuePair<string, string>> All =>
        _kind.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, _values[parameter.Name]));

    /// <exception cref="ArgumentException">The strategy has no such parameter of that type.</exception>
    public int Integer(string name) => int.Parse(Text(name, ParameterType.Integer), CultureInfo.InvariantCulture);

    /// <exception cref="ArgumentException">The strategy has no such parameter of that type.</exception>
    public decimal Decimal(string name) => decimal.Parse(Text(name, ParameterType.Decimal), CultureInfo.InvariantCulture);

    /// <exception cref="ArgumentException">The strategy has no such parameter of that type.</exception>
    public bool Boolean(string name) => Text(name, ParameterType.Boolean) == "true";

    /// <exception cref="ArgumentException">The strategy has no such parameter of that type.</exception>
    public string Choice(string name) => Text(name, ParameterType.Choice);

    internal string Text(string name) => _values[name];

    private string Text(string name, ParameterType type) => _kind.Parameter(name) is { } parameter && parameter.Type == type
        ? _values[parameter.Name]
        : throw new ArgumentException($"{_kind.Name} has no parameter '{name}' that is of type {type}.", nameof(name));
}
