using System.Collections.Immutable;

namespace Trading.Strategies;

/// <summary>The strategies that can be asked for by name.</summary>
/// <remarks>Immutable: a desk with strategies of its own makes a catalogue of its own, <c>StrategyCatalogue.Standard.With(mine)</c>.</remarks>
public sealed class StrategyCatalogue
{
    /// <exception cref="ArgumentException">Two kinds have one name.</exception>
    public StrategyCatalogue(ImmutableArray<StrategyKind> kinds)
    {
        foreach (var kind in kinds)
            if (kinds.Count(other => IsNamed(other, kind.Name)) > 1) throw new ArgumentException($"Two strategies are called '{kind.Name}'.", nameof(kinds));
        Kinds = kinds;
    }

    /// <summary>Those that come with the product.</summary>
    public static StrategyCatalogue Standard { get; } =
        new([StandardStrategies.TrendFollowing, StandardStrategies.DonchianBreakout, StandardStrategies.RsiMeanReversion]);

    /// <summary>In the order in which a listing shows them.</summary>
    public ImmutableArray<StrategyKind> Kinds { get; }

    /// <exception cref="ArgumentException">The catalogue has a strategy of that name.</exception>
    public StrategyCatalogue With(StrategyKind kind) => new(Kinds.Add(kind));

    /// <summary>The strategy of that name, whatever its case; null for none.</summary>
    public StrategyKind? Find(string name)
    {
        foreach (var kind in Kinds)
            if (IsNamed(kind, name)) return kind;
        return null;
    }

    /// <summary>The named strategy with these values and defaults for the rest, or everything that is wrong with them.</summary>
    /// <param name="values">Names and values as texts; see <see cref="StrategyParameter"/>.</param>
    public StrategyCreation Create(string name, IEnumerable<KeyValuePair<string, string>> values) => Find(name) is { } kind
        ? kind.Create(values)
        : new StrategyCreation([NearestName.Unknown(ViolationCode.UnknownStrategy, "strategy", name, [.. Kinds.Select(known => known.Name)])]);

    private static bool IsNamed(StrategyKind kind, string name) => string.Equals(kind.Name, name, StringComparison.OrdinalIgnoreCase);
}
