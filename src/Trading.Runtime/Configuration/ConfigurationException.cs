using System.Collections.Immutable;

namespace Trading.Runtime.Configuration;

/// <summary>A configuration that cannot be used, with everything that is wrong with it.</summary>
public sealed class ConfigurationException(string source, ImmutableArray<ConfigurationProblem> problems)
    : Exception($"{source} has {problems.Length} {(problems.Length == 1 ? "problem" : "problems")}:\n" + string.Join('\n', problems.Select(problem => $"  {problem}")))
{
    public ImmutableArray<ConfigurationProblem> Problems { get; } = problems;
}
