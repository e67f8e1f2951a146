namespace Trading.Runtime.Exchange;

/// <summary>What an account may do with its money. Requirements are parts of what the shares are worth: 0.5 is half.</summary>
/// <remarks>
/// Initial requirements are those of Regulation T (12 CFR 220.12): half the value of a long, and one and a half times the
/// value of a short, of which the proceeds of the sale are one. Maintenance is FINRA Rule 4210(c): a quarter for longs,
/// thirty percent for shorts (its amounts by the share for cheap stocks are left out). Settlement takes no time here: what a sale brings in may be
/// spent at once.
/// </remarks>
public sealed record AccountRules
{
    /// <summary>Pays in full, and may not sell short: buying power is cash.</summary>
    public static AccountRules Cash { get; } = new() { MayShort = false, InitialLong = 1, MaintenanceLong = 0 };

    /// <summary>Regulation T: buying power is twice the free equity.</summary>
    public static AccountRules Margin { get; } = new();

    public bool MayShort { get; init; } = true;
    public decimal InitialLong { get; init; } = 0.50m;
    public decimal InitialShort { get; init; } = 1.50m;
    public decimal MaintenanceLong { get; init; } = 0.25m;
    public decimal MaintenanceShort { get; init; } = 0.30m;

    /// <summary>
    /// How much above the last price an order without a limit is reckoned to cost when its buying power is checked: 0.03 is three
    /// percent, as at Alpaca.
    /// </summary>
    public decimal MarketOrderCushion { get; init; }

    /// <summary>The equity that a dollar of a new position ties up; the proceeds of a short sale are not equity.</summary>
    internal decimal InitialRate(bool isLong) => isLong ? InitialLong : InitialShort - 1;

    internal decimal MaintenanceRate(bool isLong) => isLong ? MaintenanceLong : MaintenanceShort;

    /// <summary>What is wrong with the rules, or null when they are sound.</summary>
    internal string? Problem() => this switch
    {
        { InitialLong: <= 0 or > 1 } => $"InitialLong is above 0 and at most 1, not {InitialLong}",
        { InitialShort: <= 1 } => $"InitialShort is above 1, as it holds the proceeds of the sale, not {InitialShort}",
        { MaintenanceLong: < 0 } or { MaintenanceShort: < 0 } => "a maintenance requirement is zero or above",
        { MarketOrderCushion: < 0 } => $"MarketOrderCushion is zero or above, not {MarketOrderCushion}",
        _ => null,
    };
}
