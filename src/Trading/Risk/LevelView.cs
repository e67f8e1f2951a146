namespace Trading.Risk;

/// <summary>One level of a review: its limits, and what they are held against.</summary>
internal sealed class LevelView(RiskLevel level, string name, RiskLimits limits)
{
    private ExposureSums _sums;

    public RiskLevel Level { get; } = level;

    /// <summary>Whose level it is, for a person.</summary>
    public string Name { get; } = name;

    public RiskLimits Limits { get; } = limits;

    public ref ExposureSums Sums => ref _sums;

    public int OrdersLastMinute { get; set; }

    /// <summary>Dollars that the fractions of exposure are of.</summary>
    public decimal Equity { get; set; }

    /// <summary>Dollars lost since the day began, and the equity it began with.</summary>
    public decimal LostToday { get; set; }

    public decimal EquityAtStart { get; set; }

    /// <summary>Dollars lost from the peak, and the equity at the peak.</summary>
    public decimal LostFromPeak { get; set; }

    public decimal EquityAtPeak { get; set; }

    public DateTimeOffset? CoolDownUntil { get; set; }
}
