using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Risk;

namespace Trading.Runtime.Configuration;

/// <summary>The risk gate.</summary>
internal static class RiskSection
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static SizingRule.FixedFraction DefaultSizing { get; } = new(0.01m);

    public static RiskSettings Read(SettingSection root, string account, ImmutableArray<StrategyRules> strategies, out TimeSpan interval)
    {
        var section = root.Section("risk", "The risk gate: the last hop before a broker.");
        var sizing = SizingSection.Read(section, DefaultSizing);
        var lot = section.Decimal("lot", 1, 0.000001m, 1_000_000, "Shares are rounded down to a multiple of this.");
        var minNotional = section.Decimal("minOrderNotional", 0, 0, 1_000_000_000, "Dollars below which an entry is not worth sending.");
        var limits = LimitsSection.Read(section, "account", "Limits of the account.", RiskLimits.AccountDefaults);
        var desk = LimitsSection.Read(section, "desk", "Limits of all accounts together.", RiskLimits.None);
        var trips = Trips(section);
        var enterWithin = section.Duration("enterWithin", TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1), Day, "How long after its approval an entry may be sent.");
        interval = section.Duration("interval", TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1), Day, "How often the portfolio is marked to the market between reviews and fills.");
        var sectors = Sectors(section);
        section.RefuseUnknown();
        var settings = new RiskSettings
        {
            Accounts =
            [
                new Trading.Risk.AccountRules
                {
                    Account = account, Limits = limits, Sizing = sizing, Lot = lot, MinOrderNotional = minNotional, Trips = trips, Strategies = strategies,
                },
            ],
            Desk = desk,
            DeskTrips = trips,
            Sectors = sectors,
            EnterWithin = enterWithin,
        };
        if (settings.Problem() is { } problem) section.Refuse("", problem, "settings that fit together");
        return settings;
    }

    private static TripResponses Trips(SettingSection parent)
    {
        var section = parent.Section("trips", "What a tripped limit makes of trading.");
        var responses = new TripResponses
        {
            DailyLoss = Trip(section, "dailyLoss", "When the daily loss trips.", TripResponses.Default.DailyLoss),
            Drawdown = Trip(section, "drawdown", "When the drawdown trips.", TripResponses.Default.Drawdown),
            LossStreak = Trip(section, "lossStreak", "When the loss streak trips; entries are denied during the cool-down in any case.", TripResponses.Default.LossStreak),
        };
        section.RefuseUnknown();
        return responses;
    }

    private static TripResponse Trip(SettingSection parent, string key, string description, TripResponse fallback)
    {
        var section = parent.Section(key, description);
        var state = section.Choice("state", fallback.State, "active goes on, reducing sends exits only, halted sends nothing new.");
        var flatten = section.Flag("flatten", fallback.Flatten, "Whether open trades are left as well; only with halted.");
        var untilNextDay = section.Flag("untilNextDay", fallback.UntilNextDay, "Whether it lifts at the next trading day, rather than when somebody resumes.");
        if (flatten && state != TradingState.Halted) section.Refuse("flatten", "true", "false, or state: halted");
        section.RefuseUnknown();
        return new TripResponse(state, flatten, untilNextDay);
    }

    private static ImmutableDictionary<string, ImmutableArray<Symbol>> Sectors(SettingSection parent)
    {
        var sectors = ImmutableDictionary.CreateBuilder<string, ImmutableArray<Symbol>>();
        foreach (var (sector, symbols) in parent.Map("sectors", "The symbols of each sector, such as technology: [AAPL, MSFT]."))
        {
            foreach (var symbol in symbols)
                if (!Symbol.TryParse(symbol, out _)) parent.Refuse("sectors", $"'{symbol}' in {sector}", "symbols such as AAPL");
            sectors[sector] = [.. symbols.Where(symbol => Symbol.TryParse(symbol, out _)).Select(symbol => new Symbol(symbol))];
        }
        return sectors.ToImmutable();
    }
}
