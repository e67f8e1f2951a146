using System.Collections.Immutable;

namespace Trading.Strategies;

/// <summary>A strategy that can be asked for by name, with the parameters it takes and the rules among them.</summary>
public sealed class StrategyKind
{
    private readonly Func<ParameterValues, IStrategy> _create;

    /// <param name="create">Makes an instance for one symbol from values that are valid and keep the rules.</param>
    /// <exception cref="ArgumentException">A name is there twice, a default is not allowed, or a rule speaks of an unknown parameter.</exception>
    public StrategyKind(
        string name,
        string description,
        ImmutableArray<StrategyParameter> parameters,
        ImmutableArray<ParameterRule> rules,
        Func<ParameterValues, IStrategy> create)
    {
        Name = name;
        Description = description;
        Parameters = parameters;
        Rules = rules;
        _create = create;
        foreach (var parameter in parameters)
            if (parameters.Count(other => IsSame(other.Name, parameter.Name)) > 1)
                throw new ArgumentException($"{name} has two parameters '{parameter.Name}'.", nameof(parameters));
        foreach (var rule in rules)
            foreach (var known in rule.Others.Add(rule.Parameter))
                if (Parameter(known) is null) throw new ArgumentException($"A rule of {name} speaks of '{known}', which is no parameter.", nameof(rules));
        if (Check([]).Violations is [var wrong, ..]) throw new ArgumentException($"A default of {name} is not allowed: {wrong}", nameof(parameters));
    }

    /// <summary>Lower case, words joined by hyphens: <c>trend-following</c>.</summary>
    public string Name { get; }

    /// <summary>What it does, in a sentence for a listing.</summary>
    public string Description { get; }

    /// <summary>In the order in which a listing shows them.</summary>
    public ImmutableArray<StrategyParameter> Parameters { get; }

    public ImmutableArray<ParameterRule> Rules { get; }

    /// <summary>The parameter of that name, whatever its case; null for none.</summary>
    public StrategyParameter? Parameter(string name)
    {
        foreach (var parameter in Parameters)
            if (IsSame(parameter.Name, name)) return parameter;
        return null;
    }

    /// <summary>The strategy with these values and defaults for the rest, or everything that is wrong with them.</summary>
    public StrategyCreation Create(IEnumerable<KeyValuePair<string, string>> values)
    {
        var (complete, violations) = Check(values);
        return violations.IsEmpty ? new StrategyCreation(complete, () => _create(complete)) : new StrategyCreation(violations);
    }

    private (ParameterValues Values, ImmutableArray<ParameterViolation> Violations) Check(IEnumerable<KeyValuePair<string, string>> given)
    {
        var violations = ImmutableArray.CreateBuilder<ParameterViolation>();
        var texts = Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Default);
        var seen = new HashSet<StrategyParameter>();
        foreach (var (name, text) in given)
        {
            if (Parameter(name) is not { } parameter)
                violations.Add(NearestName.Unknown(ViolationCode.UnknownParameter, name, name, [.. Parameters.Select(known => known.Name)]));
            else if (!seen.Add(parameter))
                violations.Add(new(ViolationCode.GivenTwice, parameter.Name, text ?? "", parameter.Allowed));
            else
                texts[parameter.Name] = text;
        }

        var values = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var parameter in Parameters)
        {
            var (value, problem) = parameter.Read(texts[parameter.Name]);
            if (value is not null) values[parameter.Name] = value;
            else violations.Add(new(problem, parameter.Name, texts[parameter.Name] ?? "", parameter.Allowed));
        }

        var complete = new ParameterValues(this, values.ToImmutable());
        foreach (var rule in Rules)
            if (IsAsked(rule, violations) && !rule.Holds(complete)) violations.Add(Broken(rule, complete));
        return (complete, violations.ToImmutable());
    }

    private static bool IsAsked(ParameterRule rule, IEnumerable<ParameterViolation> violations) =>
        !violations.Any(violation => violation.Parameter == rule.Parameter || rule.Others.Contains(violation.Parameter));

    private static ParameterViolation Broken(ParameterRule rule, ParameterValues values)
    {
        var others = string.Join(", ", rule.Others.Select(other => $"{other}={values.Text(other)}"));
        return new(ViolationCode.Contradiction, rule.Parameter, values.Text(rule.Parameter), $"{rule.Allowed} (with {others})");
    }

    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
