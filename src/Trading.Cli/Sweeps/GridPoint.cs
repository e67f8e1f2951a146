using System.Collections.Immutable;
using Trading.Runtime.Configuration;

namespace Trading.Cli.Sweeps;

/// <summary>One combination of a grid.</summary>
/// <param name="Values">The values that the grid varies, in its order.</param>
internal sealed record GridPoint(int Index, ImmutableArray<KeyValuePair<string, string>> Values, ConfiguredStrategy Strategy)
{
    public string Text => string.Join(" ", Values.Select(pair => $"{pair.Key}={pair.Value}"));
}
