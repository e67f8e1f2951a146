using Trading.MarketData;
using Trading.Risk;

namespace Trading.Runtime.Configuration;

/// <summary>The limits of one level: the desk, an account or a strategy. Each may be <c>off</c>.</summary>
internal static class LimitsSection
{
    private const decimal Most = 1_000_000_000_000m;
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    public static RiskLimits Read(SettingSection parent, string key, string description, RiskLimits fallback)
    {
        var section = parent.Section(key, description);
        var sessions = section.Choice(
            "sessions", Word(fallback.Sessions), ["regular", "extended", "any", "off"],
            "When a trade may be entered: in the session, before and after it as well, or at any time. Entries for an auction are always taken.");
        var limits = new RiskLimits
        {
            MaxOrderQuantity = section.OptionalDecimal("maxOrderQuantity", fallback.MaxOrderQuantity, 0.000001m, Most, "Shares of one entry."),
            MaxOrderNotional = section.OptionalDecimal("maxOrderNotional", fallback.MaxOrderNotional, 0.01m, Most, "Dollars of one entry."),
            PriceCollarPercent = section.OptionalDecimal("priceCollarPercent", fallback.PriceCollarPercent, 0.0001m, 99.9999m, "How far a signal's price may be from the fresh price, in percent."),
            MaxPriceAge = section.OptionalDuration("maxPriceAge", fallback.MaxPriceAge, TimeSpan.Zero, Week, "How old the fresh price may be."),
            DuplicateWindow = section.OptionalDuration("duplicateWindow", fallback.DuplicateWindow, TimeSpan.Zero, RecentOrder.LongestWindow, "How long a like entry is taken for the same one."),
            RestrictedSymbols = [.. section.Words("restrictedSymbols", "Symbols that may not be entered.", "symbols such as AAPL", text => Symbol.TryParse(text, out _)).Select(text => new Symbol(text))],
            Sessions = sessions switch
            {
                "regular" => TradingSessions.Regular,
                "extended" => TradingSessions.Regular | TradingSessions.Extended,
                "any" => TradingSessions.Any,
                _ => null,
            },
            AllowShort = section.OptionalFlag("allowShort", fallback.AllowShort, "Whether shares may be sold short."),
            RequireStop = section.OptionalFlag("requireStop", fallback.RequireStop, "Whether every trade must come with a protective stop."),
            MaxGrossExposure = section.OptionalDecimal("maxGrossExposure", fallback.MaxGrossExposure, 0, 100, "Value of all positions without sign, as a fraction of equity."),
            MaxNetExposure = section.OptionalDecimal("maxNetExposure", fallback.MaxNetExposure, 0, 100, "Value of all positions with sign, as a fraction of equity."),
            MaxSymbolExposure = section.OptionalDecimal("maxSymbolExposure", fallback.MaxSymbolExposure, 0, 100, "Value in one symbol, as a fraction of equity."),
            MaxSectorExposure = section.OptionalDecimal("maxSectorExposure", fallback.MaxSectorExposure, 0, 100, "Value in one sector, as a fraction of equity."),
            MaxOpenTrades = section.OptionalWhole("maxOpenTrades", fallback.MaxOpenTrades, 0, 1_000_000, "Trades that hold shares or a reservation."),
            MaxOpenTradesPerSymbol = section.OptionalWhole("maxOpenTradesPerSymbol", fallback.MaxOpenTradesPerSymbol, 0, 1_000_000, "The same in one symbol."),
            MaxBuyingPowerUse = section.OptionalDecimal("maxBuyingPowerUse", fallback.MaxBuyingPowerUse, 0, 1, "The part of the broker's buying power that may be used."),
            MaxDailyLoss = section.OptionalDecimal("maxDailyLoss", fallback.MaxDailyLoss, 0.0001m, 1, "Loss of the day as a fraction of the equity it began with."),
            MaxDailyLossAmount = section.OptionalDecimal("maxDailyLossAmount", fallback.MaxDailyLossAmount, 0.01m, Most, "The same in dollars."),
            MaxDrawdown = section.OptionalDecimal("maxDrawdown", fallback.MaxDrawdown, 0.0001m, 1, "Loss from the highest equity as a fraction of it."),
            MaxConsecutiveLosses = section.OptionalWhole("maxConsecutiveLosses", fallback.MaxConsecutiveLosses, 1, 1_000_000, "Losing trades in a row that begin a cool-down."),
            CoolDown = section.OptionalDuration("coolDown", fallback.CoolDown, TimeSpan.Zero, TimeSpan.FromDays(365), "How long nothing is entered after them."),
            MaxOrdersPerMinute = section.OptionalWhole("maxOrdersPerMinute", fallback.MaxOrdersPerMinute, 1, RecentOrder.MostKept, "Entries approved within a minute."),
        };
        section.RefuseUnknown();
        if (limits.Problem() is { } problem) section.Refuse("", problem, "limits that fit together");
        return limits;
    }

    private static string Word(TradingSessions? sessions) => sessions switch
    {
        null => "off",
        TradingSessions.Regular => "regular",
        TradingSessions.Any => "any",
        _ => "extended",
    };
}
