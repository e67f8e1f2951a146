namespace Trading.Indicators;

/// <summary>An indicator that can be asked for by name.</summary>
public sealed class IndicatorKind
{
    private readonly Func<int, IIndicator> _create;

    internal IndicatorKind(
        string name, string meaning, int defaultPeriod, Func<int, IIndicator> create, int minimumPeriod = IndicatorPeriod.Minimum)
    {
        Name = name;
        Meaning = meaning;
        DefaultPeriod = defaultPeriod;
        MinimumPeriod = minimumPeriod;
        _create = create;
    }

    internal IndicatorKind(string name, string meaning, Func<IIndicator> create)
    {
        Name = name;
        Meaning = meaning;
        _create = _ => create();
    }

    /// <summary>Lower case, words joined by hyphens: <c>donchian-upper</c>.</summary>
    public string Name { get; }

    /// <summary>What the value is, in a few words for a listing.</summary>
    public string Meaning { get; }

    /// <summary>The period, in bars, of a name without one; null where there is nothing to choose.</summary>
    public int? DefaultPeriod { get; }

    public int MinimumPeriod { get; } = IndicatorPeriod.Minimum;

    public bool Allows(int period) => DefaultPeriod is not null && period >= MinimumPeriod && period <= IndicatorPeriod.Maximum;

    /// <summary>A new indicator with the default period.</summary>
    public IIndicator Create() => _create(DefaultPeriod ?? IndicatorPeriod.Minimum);

    /// <summary>A new indicator.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period is not one that <see cref="Allows"/> accepts.</exception>
    public IIndicator Create(int period) => Allows(period)
        ? _create(period)
        : throw new ArgumentOutOfRangeException(nameof(period), period, PeriodAdvice);

    internal string PeriodAdvice => DefaultPeriod is { } usual
        ? $"{Name} takes a period that is a whole number from {MinimumPeriod} to {IndicatorPeriod.Maximum}, such as {Name}:{usual}."
        : $"{Name} takes no period: write {Name}.";
}
