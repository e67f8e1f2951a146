using System.Collections.Immutable;

namespace Trading.Strategies;

/// <summary>What the values of several parameters must keep together.</summary>
/// <param name="Parameter">The parameter that is refused when the rule is broken.</param>
/// <param name="Others">The parameters it is held against.</param>
/// <param name="Allowed">The rule in words: <c>less than slow</c>.</param>
/// <param name="Holds">Whether the rule is kept. Asked only when each value is valid by itself.</param>
public sealed record ParameterRule(string Parameter, ImmutableArray<string> Others, string Allowed, Func<ParameterValues, bool> Holds);
