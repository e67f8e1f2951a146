using System.Collections.Immutable;
using Trading.MarketData;

namespace Trading.Risk;

/// <summary>The limits of one level: a strategy, an account or the desk. Null is off.</summary>
/// <remarks>
/// Fractions are of equity: 0.25 is a quarter. At the level of a strategy the sums are the strategy's own and the equity is
/// the account's; at the level of the desk both are sums over its accounts. A limit is the last value allowed, save that a
/// loss trips when it reaches its limit. <c>docs/risk.md</c> lists what each one measures.
/// </remarks>
public sealed record RiskLimits
{
    /// <summary>No limit at all.</summary>
    public static RiskLimits None { get; } = new();

    /// <summary>What an account is limited to unless it says otherwise.</summary>
    public static RiskLimits AccountDefaults { get; } = new()
    {
        MaxOrderQuantity = 10_000,
        MaxOrderNotional = 100_000,
        PriceCollarPercent = 5,
        MaxPriceAge = TimeSpan.FromSeconds(60),
        DuplicateWindow = TimeSpan.FromSeconds(10),
        Sessions = TradingSessions.Regular,
        AllowShort = false,
        RequireStop = true,
        MaxGrossExposure = 1,
        MaxNetExposure = 1,
        MaxSymbolExposure = 0.25m,
        MaxOpenTrades = 20,
        MaxBuyingPowerUse = 1,
        MaxDailyLoss = 0.03m,
        MaxDrawdown = 0.15m,
        MaxConsecutiveLosses = 5,
        CoolDown = TimeSpan.FromMinutes(60),
        MaxOrdersPerMinute = 30,
    };

    /// <summary>What a strategy is limited to unless it says otherwise.</summary>
    public static RiskLimits StrategyDefaults { get; } = new() { MaxOpenTradesPerSymbol = 1 };

    /// <summary>Shares of one entry.</summary>
    public decimal? MaxOrderQuantity { get; init; }

    /// <summary>Dollars of one entry.</summary>
    public decimal? MaxOrderNotional { get; init; }

    /// <summary>How far the signal's price, and the entry's own, may be from the fresh price, in percent of it: 5 is five percent.</summary>
    public decimal? PriceCollarPercent { get; init; }

    /// <summary>How old the fresh price may be.</summary>
    public TimeSpan? MaxPriceAge { get; init; }

    /// <summary>How long after an entry another one of the same strategy, symbol and direction is taken for the same.</summary>
    public TimeSpan? DuplicateWindow { get; init; }

    /// <summary>Symbols that may not be entered.</summary>
    public ImmutableArray<Symbol> RestrictedSymbols { get; init; } = [];

    /// <summary>When a trade may be entered. An entry for the opening or closing auction may be sent at any time.</summary>
    public TradingSessions? Sessions { get; init; }

    public bool? AllowShort { get; init; }

    /// <summary>Whether every trade must come with a protective stop.</summary>
    public bool? RequireStop { get; init; }

    /// <summary>The value of all positions and reservations without their signs, as a fraction of equity.</summary>
    public decimal? MaxGrossExposure { get; init; }

    /// <summary>The value of all positions with their signs, and of the reservations that make it larger, as a fraction of equity.</summary>
    public decimal? MaxNetExposure { get; init; }

    /// <summary>Gross exposure in one symbol as a fraction of equity.</summary>
    public decimal? MaxSymbolExposure { get; init; }

    /// <summary>Gross exposure in one sector as a fraction of equity. Symbols without a sector count as one sector.</summary>
    public decimal? MaxSectorExposure { get; init; }

    /// <summary>Trades that hold shares or a reservation.</summary>
    public int? MaxOpenTrades { get; init; }

    /// <summary>The same in one symbol.</summary>
    public int? MaxOpenTradesPerSymbol { get; init; }

    /// <summary>What part of the broker's buying power may be used: 1 is all of it. Held against an account alone.</summary>
    public decimal? MaxBuyingPowerUse { get; init; }

    /// <summary>The loss since the start of the trading day as a fraction of the equity at that time.</summary>
    public decimal? MaxDailyLoss { get; init; }

    /// <summary>The same in dollars; with both, the smaller holds.</summary>
    public decimal? MaxDailyLossAmount { get; init; }

    /// <summary>The loss from the highest equity as a fraction of that equity.</summary>
    public decimal? MaxDrawdown { get; init; }

    /// <summary>Losing trades in a row that begin a <see cref="CoolDown"/>. Held against strategies and accounts.</summary>
    public int? MaxConsecutiveLosses { get; init; }

    /// <summary>How long nothing is entered after <see cref="MaxConsecutiveLosses"/>.</summary>
    public TimeSpan? CoolDown { get; init; }

    /// <summary>Entries approved within 60 seconds, at most <see cref="RecentOrder.MostKept"/>.</summary>
    public int? MaxOrdersPerMinute { get; init; }

    /// <summary>These limits with every limit that <paramref name="raised"/> has set in the place of their own.</summary>
    public RiskLimits With(RiskLimits raised) => new()
    {
        MaxOrderQuantity = raised.MaxOrderQuantity ?? MaxOrderQuantity,
        MaxOrderNotional = raised.MaxOrderNotional ?? MaxOrderNotional,
        PriceCollarPercent = raised.PriceCollarPercent ?? PriceCollarPercent,
        MaxPriceAge = raised.MaxPriceAge ?? MaxPriceAge,
        DuplicateWindow = raised.DuplicateWindow ?? DuplicateWindow,
        RestrictedSymbols = raised.RestrictedSymbols.IsDefaultOrEmpty ? RestrictedSymbols : raised.RestrictedSymbols,
        Sessions = raised.Sessions ?? Sessions,
        AllowShort = raised.AllowShort ?? AllowShort,
        RequireStop = raised.RequireStop ?? RequireStop,
        MaxGrossExposure = raised.MaxGrossExposure ?? MaxGrossExposure,
        MaxNetExposure = raised.MaxNetExposure ?? MaxNetExposure,
        MaxSymbolExposure = raised.MaxSymbolExposure ?? MaxSymbolExposure,
        MaxSectorExposure = raised.MaxSectorExposure ?? MaxSectorExposure,
        MaxOpenTrades = raised.MaxOpenTrades ?? MaxOpenTrades,
        MaxOpenTradesPerSymbol = raised.MaxOpenTradesPerSymbol ?? MaxOpenTradesPerSymbol,
        MaxBuyingPowerUse = raised.MaxBuyingPowerUse ?? MaxBuyingPowerUse,
        MaxDailyLoss = raised.MaxDailyLoss ?? MaxDailyLoss,
        MaxDailyLossAmount = raised.MaxDailyLossAmount ?? MaxDailyLossAmount,
        MaxDrawdown = raised.MaxDrawdown ?? MaxDrawdown,
        MaxConsecutiveLosses = raised.MaxConsecutiveLosses ?? MaxConsecutiveLosses,
        CoolDown = raised.CoolDown ?? CoolDown,
        MaxOrdersPerMinute = raised.MaxOrdersPerMinute ?? MaxOrdersPerMinute,
    };

    /// <summary>What is wrong with the limits, or null when they are sound.</summary>
    public string? Problem() => this switch
    {
        { MaxOrderQuantity: <= 0 } => $"maxOrderQuantity must be above zero shares, not {MaxOrderQuantity}",
        { MaxOrderNotional: <= 0 } => $"maxOrderNotional must be above zero dollars, not {MaxOrderNotional}",
        { PriceCollarPercent: <= 0 or >= 100 } => $"priceCollarPercent is a percentage between 0 and 100, not {PriceCollarPercent}",
        { MaxPriceAge: { } age } when age < TimeSpan.Zero => $"maxPriceAge must not be negative: {age}",
        { DuplicateWindow: { } window } when window < TimeSpan.Zero || window > RecentOrder.LongestWindow =>
            $"duplicateWindow must be between zero and {RecentOrder.LongestWindow}, not {window}",
        { MaxGrossExposure: < 0 } => $"maxGrossExposure must not be negative: {MaxGrossExposure}",
        { MaxNetExposure: < 0 } => $"maxNetExposure must not be negative: {MaxNetExposure}",
        { MaxSymbolExposure: < 0 } => $"maxSymbolExposure must not be negative: {MaxSymbolExposure}",
        { MaxSectorExposure: < 0 } => $"maxSectorExposure must not be negative: {MaxSectorExposure}",
        { MaxOpenTrades: < 0 } => $"maxOpenTrades must not be negative: {MaxOpenTrades}",
        { MaxOpenTradesPerSymbol: < 0 } => $"maxOpenTradesPerSymbol must not be negative: {MaxOpenTradesPerSymbol}",
        { MaxBuyingPowerUse: < 0 or > 1 } => $"maxBuyingPowerUse is a fraction from 0 to 1, not {MaxBuyingPowerUse}",
        { MaxDailyLoss: <= 0 or > 1 } => $"maxDailyLoss is a fraction above 0 and up to 1 (0.03 is three percent), not {MaxDailyLoss}",
        { MaxDailyLossAmount: <= 0 } => $"maxDailyLossAmount must be above zero dollars, not {MaxDailyLossAmount}",
        { MaxDrawdown: <= 0 or > 1 } => $"maxDrawdown is a fraction above 0 and up to 1 (0.15 is fifteen percent), not {MaxDrawdown}",
        { MaxConsecutiveLosses: <= 0 } => $"maxConsecutiveLosses must be above zero, not {MaxConsecutiveLosses}",
        { MaxConsecutiveLosses: not null, CoolDown: null } => "maxConsecutiveLosses needs a coolDown",
        { CoolDown: { } coolDown } when coolDown <= TimeSpan.Zero => $"coolDown must be above zero, not {coolDown}",
        { MaxOrdersPerMinute: <= 0 or > RecentOrder.MostKept } => $"maxOrdersPerMinute is 1 to {RecentOrder.MostKept}, not {MaxOrdersPerMinute}",
        _ => null,
    };
}
