using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Trading.Strategies;

/// <summary>A strategy ready to be made for each symbol, or everything that is wrong with what was asked.</summary>
public sealed record StrategyCreation
{
    internal StrategyCreation(ImmutableArray<ParameterViolation> violations) => Violations = violations;

    internal StrategyCreation(ParameterValues values, Func<IStrategy> create)
    {
        Violations = [];
        Values = values;
        Create = create;
    }

    /// <summary>Makes a fresh instance for one symbol; see <see cref="RunningStrategy.Create"/>.</summary>
    public Func<IStrategy>? Create { get; }

    /// <summary>All values in force, defaults included.</summary>
    public ParameterValues? Values { get; }

    /// <summary>Empty when the strategy can be made.</summary>
    public ImmutableArray<ParameterViolation> Violations { get; }

    [MemberNotNullWhen(true, nameof(Create), nameof(Values))]
    public bool IsValid => Violations.IsEmpty;
}
