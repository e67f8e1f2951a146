namespace Trading.Benchmarks;

/// <summary>One line of the table.</summary>
/// <param name="Value">Our figure, in <paramref name="Unit"/>.</param>
/// <param name="Peer">What it is held against, and <paramref name="PeerValue"/> its figure in the same run.</param>
/// <param name="Ratio">Value over peer value.</param>
/// <param name="Target">What is to be reached, in words; null where the row is for information.</param>
/// <param name="Met">Whether it was; null without a target.</param>
internal sealed record Row(string Name, double Value, string Unit, string? Peer, double? PeerValue, double? Ratio, string? Target, bool? Met)
{
    public static Row Info(string name, double value, string unit) => new(name, value, unit, null, null, null, null, null);

    public static Row AtLeast(string name, double value, string unit, double target) =>
        new(name, value, unit, null, null, null, FormattableString.Invariant($">= {target} {unit}"), value >= target);

    public static Row AtMost(string name, double value, string unit, double target) =>
        new(name, value, unit, null, null, null, FormattableString.Invariant($"<= {target} {unit}"), value <= target);

    public static Row Against(string name, double value, string unit, string peer, double peerValue) =>
        new(name, value, unit, peer, peerValue, value / peerValue, null, null);

    public Row RatioAtLeast(double target) => this with { Target = FormattableString.Invariant($"ratio >= {target}"), Met = Ratio >= target };

    public Row RatioAtMost(double target) => this with { Target = FormattableString.Invariant($"ratio <= {target}"), Met = Ratio <= target };
}
