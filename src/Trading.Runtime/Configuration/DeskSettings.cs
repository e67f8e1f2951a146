using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Messages;
using Trading.Positions;
using Trading.Risk;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Runtime.Configuration;

/// <summary>The settings of a desk, section by section, in the order of the documentation.</summary>
internal static class DeskSettings
{
    private const string NameAllowed = "1 to 32 characters of a-z, 0-9 and _";
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static DeskConfiguration Read(SettingSection root, StrategyCatalogue catalogue)
    {
        var account = root.Section("account", "The account that trades.");
        var name = account.Text("name", "paper", "The account's name in ids and limits.", NameAllowed, name => Scope.IsName(name));
        var startingCash = account.Decimal("startingCash", 100_000, 0, 1_000_000_000_000, "Dollars at the start of a backtest.");
        var isMargin = account.Choice("kind", "margin", ["margin", "cash"], "A margin account may sell short and borrow; a cash account pays in full.") == "margin";
        account.RefuseUnknown();

        var strategies = Strategies(root, catalogue, out var rules);
        var risk = RiskSection.Read(root, name, rules, out var interval);
        var trades = Trades(root);
        var watch = Watch(root);
        var exchange = ExchangeSection.Read(root, startingCash, isMargin);
        var brokers = BrokersSection.Read(root);
        var redis = RedisSection.Read(root);
        root.RefuseUnknown();
        return new DeskConfiguration
        {
            Account = name,
            Strategies = strategies,
            Risk = risk,
            Trades = trades,
            Watch = watch,
            Exchange = exchange,
            Brokers = brokers,
            Redis = redis,
            RiskInterval = interval,
            Definitions = [],
        };
    }

    private static ImmutableArray<ConfiguredStrategy> Strategies(SettingSection root, StrategyCatalogue catalogue, out ImmutableArray<StrategyRules> rules)
    {
        var kinds = catalogue.Kinds.Select(kind => kind.Name).ToImmutableArray();
        var read = root.List("strategies", "The strategies that run; without any, trend-following on every symbol.", item => Strategy(item, catalogue, kinds));
        if (read.IsEmpty) read = [Default(catalogue, kinds)];
        foreach (var twice in read.GroupBy(one => one.Strategy.Id, StringComparer.Ordinal).Where(group => group.Count() > 1))
            root.Refuse("strategies", $"two strategies with the id '{twice.Key}'", "an id of its own for each strategy");
        rules = [.. read.Select(one => one.Rules).DistinctBy(one => one.Strategy, StringComparer.Ordinal)];
        return [.. read.Select(one => one.Strategy)];
    }

    private static (ConfiguredStrategy Strategy, StrategyRules Rules) Strategy(SettingSection item, StrategyCatalogue catalogue, ImmutableArray<string> kinds)
    {
        var kind = item.Choice("strategy", kinds[0], kinds, "Which strategy; see docs/strategies.md.");
        var id = item.Text("id", kind.Replace('-', '_'), "Its name in ids and limits.", NameAllowed, name => Scope.IsName(name));
        var symbols = item.Words("symbols", "The symbols it trades; every symbol of the data when empty.", "symbols such as AAPL", text => Symbol.TryParse(text, out _));
        var period = item.OptionalText("period", "The bars it reads; off for those of the data.", "1m to 390m, 1h to 6h, or 1d", text => BarPeriod.TryParse(text, out _));
        var creation = catalogue.Create(kind, Parameters(item));
        foreach (var violation in creation.Violations)
            item.Refuse("parameters", violation.Code == ViolationCode.UnknownParameter ? $"unknown parameter {violation.Parameter}" : $"{violation.Parameter} {violation.Given}", violation.Nearest is { } nearest ? $"did you mean {nearest}?" : violation.Allowed);
        var sizing = item.Has("sizing") ? SizingSection.Read(item, RiskSection.DefaultSizing) : null;
        var limits = LimitsSection.Read(item, "limits", "Limits of this strategy, besides those of the account.", RiskLimits.StrategyDefaults);
        var made = creation.IsValid ? creation : catalogue.Create(kind, []);
        var strategy = new ConfiguredStrategy(
            id, kind, [.. symbols.Select(text => new Symbol(text))], period is null ? null : BarPeriod.Parse(period), made.Values!, made.Create!);
        return (strategy, new StrategyRules { Strategy = id, Limits = limits, Sizing = sizing });
    }

    private static (ConfiguredStrategy, StrategyRules) Default(StrategyCatalogue catalogue, ImmutableArray<string> kinds)
    {
        var kind = catalogue.Create(kinds[0], []);
        var id = kinds[0].Replace('-', '_');
        return (new ConfiguredStrategy(id, kinds[0], [], null, kind.Values!, kind.Create!), new StrategyRules { Strategy = id });
    }

    private static IEnumerable<KeyValuePair<string, string>> Parameters(SettingSection item) =>
        item.Map("parameters", "Its parameters by name; docs/strategies.md lists them.")
            .Select(pair => KeyValuePair.Create(pair.Key, string.Join(' ', pair.Value)));

    private static TradeSettings Trades(SettingSection root)
    {
        var fallback = TradeSettings.Default;
        var section = root.Section("trades", "The deadlines and habits of trades and their orders.");
        var settings = new TradeSettings
        {
            ReviewTimeout = section.Duration("reviewTimeout", fallback.ReviewTimeout, TimeSpan.FromSeconds(1), Day, "How long the risk gate may take before a trade is rejected."),
            PartialEntryTimeout = section.Duration("partialEntryTimeout", fallback.PartialEntryTimeout, TimeSpan.FromSeconds(1), Day, "How long after its first fill an entry may take to complete before the rest is canceled."),
            ExitTimeout = section.Duration("exitTimeout", fallback.ExitTimeout, TimeSpan.FromSeconds(1), Day, "How long an exit that is not at the market may take before the market is taken."),
            ExitRetryDelay = section.Duration("exitRetryDelay", fallback.ExitRetryDelay, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), "How long to wait before a refused exit is sent again; grows with each attempt."),
            FirstExitIsLimit = section.Flag("firstExitIsLimit", fallback.FirstExitIsLimit, "Whether the first exit is a limit order at the price it was decided at."),
            AnswerTimeout = section.Duration("answerTimeout", fallback.AnswerTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), "How long the broker may take to answer before an order is looked up."),
        };
        section.RefuseUnknown();
        return settings;
    }

    private static WatchSettings Watch(SettingSection root)
    {
        var fallback = WatchSettings.Default;
        var section = root.Section("positions", "How open positions are watched.");
        var settings = fallback with
        {
            BackstopGrace = section.Duration("backstopGrace", fallback.BackstopGrace, TimeSpan.Zero, Day, "How long the price may stay beyond a stop that rests at the broker before the desk leaves by itself."),
            BetweenStopMoves = section.Duration("betweenStopMoves", fallback.BetweenStopMoves, TimeSpan.Zero, Day, "The shortest time between two moves of a stop."),
        };
        section.RefuseUnknown();
        return settings;
    }
}
