using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Trading.Alpaca;
using Trading.Breakers;
using Trading.MarketData;
using Trading.Runtime.Brokers;
using Trading.Runtime.Brokers.Schwab;
using Trading.Runtime.Configuration;
using Trading.Strategies;
using TradingFunctions.Brokers;
using TradingFunctions.Identity;

namespace TradingFunctions;

/// <summary>What the app's settings say of the desk it runs. The strategies, limits and deadlines are in the desk's own file.</summary>
public sealed record DeskSettings
{
    private const string LiveSwitch = "DeskAllowLive";

    /// <summary>Where Redis is; the triggers use the same settings.</summary>
    public required RedisAddress Redis { get; init; }

    /// <summary>The client id of the app's identity; empty where it is whoever is logged in.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Which of the desks that share a Redis this one is.</summary>
    public required string Environment { get; init; }

    public required DeskConfiguration Desk { get; init; }

    public DeskBroker Broker { get; init; }

    /// <summary>The account at Alpaca; null where the desk trades elsewhere.</summary>
    public AlpacaSettings? Alpaca { get; init; }

    /// <summary>The account at Schwab; null where the desk trades elsewhere.</summary>
    public SchwabOptions? Schwab { get; init; }

    /// <summary>The secret of a key vault that holds the login at Schwab; null for a file.</summary>
    public Uri? SchwabLogin { get; init; }

    /// <summary>The breaker of the account's broker.</summary>
    public string Breaker => Broker switch
    {
        DeskBroker.AlpacaLive => BreakerNames.AlpacaLive,
        DeskBroker.Schwab => BreakerNames.Schwab,
        _ => BreakerNames.AlpacaPaper,
    };

    public required ImmutableArray<Symbol> Symbols { get; init; }

    public required BarPeriod Period { get; init; }

    /// <summary>Whether the market is taken to be always open, for trying the desk out at night.</summary>
    public bool IsAlwaysOpen { get; init; }

    /// <summary>How long an ended trade or order stays to hear late news before its orchestration completes.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the timers alone drain the inboxes, where the plan has no Redis triggers.</summary>
    public bool DrainsByTimer { get; init; }

    /// <summary>How long histories of ended trades are kept.</summary>
    public TimeSpan KeepEnded { get; init; } = TimeSpan.FromDays(30);

    /// <exception cref="ConfigurationException">The desk's file has problems; all of them are in it.</exception>
    /// <exception cref="InvalidOperationException">A setting is missing or cannot be read, or real money would be traded without consent; the message says which.</exception>
    /// <exception cref="ArgumentException">The keys of the account are not among the settings.</exception>
    public static DeskSettings Read(IConfiguration configuration)
    {
        var file = configuration["DeskFile"];
        var desk = string.IsNullOrEmpty(file)
            ? ConfigurationFile.Read("", "no file", EnvironmentOverrides.None, StrategyCatalogue.Standard)
            : ConfigurationFile.Load(file, EnvironmentOverrides.None, StrategyCatalogue.Standard);
        var broker = BrokerOf(configuration["DeskBroker"]);
        var settings = new DeskSettings
        {
            Redis = RedisAddress.Read(configuration),
            ClientId = configuration["AZURE_CLIENT_ID"] ?? "",
            Environment = configuration["DeskEnvironment"] ?? "paper",
            Desk = desk,
            Broker = broker,
            Alpaca = broker switch
            {
                DeskBroker.AlpacaPaper => AlpacaSettings.From(desk.Brokers.AlpacaPaper, desk.Account, isLive: false, name => configuration[name]),
                DeskBroker.AlpacaLive => AlpacaSettings.From(desk.Brokers.AlpacaLive, desk.Account, isLive: true, name => configuration[name]),
                _ => null,
            },
            Schwab = broker == DeskBroker.Schwab ? desk.Brokers.Schwab.ToOptions(desk.Account, name => configuration[name]) : null,
            SchwabLogin = configuration["SchwabLoginSecret"] is { Length: > 0 } secret ? new Uri(secret) : null,
            Symbols = [.. Needed(configuration, "DeskSymbols").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text => new Symbol(text))],
            Period = BarPeriod.Parse(configuration["DeskPeriod"] ?? "1m"),
            IsAlwaysOpen = configuration.GetValue("DeskAlwaysOpen", false),
            DrainsByTimer = configuration.GetValue("DeskDrainsByTimer", false),
            Linger = configuration.GetValue("DeskLinger", TimeSpan.FromSeconds(30)),
            KeepEnded = configuration.GetValue("DeskKeepEnded", TimeSpan.FromDays(30)),
        };
        return settings.Problem(configuration) is { } problem ? throw new InvalidOperationException(problem) : settings;
    }

    /// <summary>Why the desk may not trade where it is to, or null when it may.</summary>
    private string? Problem(IConfiguration configuration)
    {
        var isSwitchSet = configuration.GetValue(LiveSwitch, false);
        if (IsAlwaysOpen && Broker is DeskBroker.AlpacaLive or DeskBroker.Schwab) return "DeskAlwaysOpen is for trying things out, and the account trades real money. Remove the setting.";
        if (Alpaca is { } alpaca) return new LiveConsent(alpaca.Account, alpaca.IsLive, LiveSwitch, LiveConsent.AlpacaVariable).Missing(isSwitchSet, name => configuration[name], ask: null);
        if (Schwab is { } schwab) return schwab.Problem() is { } unsound ? $"Schwab: {unsound}. docs/schwab.md tells where to get it." : new LiveConsent(Desk.Account, IsLive: true, LiveSwitch, LiveConsent.SchwabVariable).Missing(isSwitchSet, name => configuration[name], ask: null);
        return isSwitchSet ? $"{LiveSwitch} is set, but the desk trades on a simulated account. Remove it, or choose another DeskBroker." : null;
    }

    private static DeskBroker BrokerOf(string? name) => name switch
    {
        null or "" or "simulated" => DeskBroker.Simulated,
        BreakerNames.AlpacaPaper => DeskBroker.AlpacaPaper,
        BreakerNames.AlpacaLive => DeskBroker.AlpacaLive,
        BreakerNames.Schwab => DeskBroker.Schwab,
        _ => throw new InvalidOperationException($"DeskBroker is '{name}'; it is one of simulated, {BreakerNames.AlpacaPaper}, {BreakerNames.AlpacaLive}, {BreakerNames.Schwab}."),
    };

    private static string Needed(IConfiguration configuration, string name) => configuration[name] is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"The app setting '{name}' is missing. See local.settings.json for every setting.");
}
