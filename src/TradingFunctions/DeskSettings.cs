using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Trading.MarketData;
using Trading.Runtime.Configuration;
using Trading.Strategies;

namespace TradingFunctions;

/// <summary>What the app's settings say of the desk it runs. The strategies, limits and deadlines are in the desk's own file.</summary>
public sealed record DeskSettings
{
    /// <summary>The connection string of Redis, which the triggers use as well.</summary>
    public required string Redis { get; init; }

    /// <summary>Which of the desks that share a Redis this one is.</summary>
    public required string Environment { get; init; }

    public required DeskConfiguration Desk { get; init; }

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
    /// <exception cref="InvalidOperationException">A setting is missing or cannot be read; the message says which.</exception>
    public static DeskSettings Read(IConfiguration configuration)
    {
        var file = configuration["DeskFile"];
        return new DeskSettings
        {
            Redis = Needed(configuration, "Redis"),
            Environment = configuration["DeskEnvironment"] ?? "paper",
            Desk = string.IsNullOrEmpty(file)
                ? ConfigurationFile.Read("", "no file", EnvironmentOverrides.None, StrategyCatalogue.Standard)
                : ConfigurationFile.Load(file, EnvironmentOverrides.None, StrategyCatalogue.Standard),
            Symbols = [.. Needed(configuration, "DeskSymbols").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text => new Symbol(text))],
            Period = BarPeriod.Parse(configuration["DeskPeriod"] ?? "1m"),
            IsAlwaysOpen = configuration.GetValue("DeskAlwaysOpen", false),
            DrainsByTimer = configuration.GetValue("DeskDrainsByTimer", false),
            Linger = configuration.GetValue("DeskLinger", TimeSpan.FromSeconds(30)),
            KeepEnded = configuration.GetValue("DeskKeepEnded", TimeSpan.FromDays(30)),
        };
    }

    private static string Needed(IConfiguration configuration, string name) => configuration[name] is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"The app setting '{name}' is missing. See local.settings.json for every setting.");
}
