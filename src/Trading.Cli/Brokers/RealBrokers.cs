using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
#if ALPACA
using Trading.Alpaca;
#endif
using Trading.Breakers;
using Trading.MarketData;
using Trading.Runtime.Brokers;
using Trading.Runtime.Brokers.Schwab;
using Trading.Runtime.Configuration;
using Trading.Runtime.Desks;

namespace Trading.Cli.Brokers;

/// <summary>The brokers beyond a wire, by the names that <c>--broker</c> takes. Each is named as its breaker is.</summary>
internal static class RealBrokers
{
    public static IReadOnlyList<string> Names { get; } = [BreakerNames.AlpacaPaper, BreakerNames.AlpacaLive, BreakerNames.Schwab];

    public static bool IsRealMoney(string name) => name is BreakerNames.AlpacaLive or BreakerNames.Schwab;

    /// <summary>Asserts that a person wants real money to be traded: the switch, and the phrase typed or in the environment.</summary>
    /// <exception cref="CommandFailure">It is not so; the message says what is missing.</exception>
    public static void AssertConsent(string name, bool isLive, DeskConfiguration configuration, Terminal terminal)
    {
        var phrase = name == BreakerNames.Schwab ? LiveConsent.SchwabVariable : LiveConsent.AlpacaVariable;
        var consent = new LiveConsent(configuration.Account, IsRealMoney(name), "--live", phrase);
        if (consent.Missing(isLive, Environment.GetEnvironmentVariable, terminal.Ask) is { } missing) throw new CommandFailure(ExitCode.WrongUse, missing);
    }

    /// <summary>Asserts that what must not stand in a file is in the environment.</summary>
    /// <exception cref="CommandFailure">A key is missing; the message names it.</exception>
    public static void AssertKeys(string name, DeskConfiguration configuration)
    {
        try
        {
            if (name == BreakerNames.Schwab && configuration.Brokers.Schwab.ToOptions(configuration.Account, Environment.GetEnvironmentVariable).Problem() is { } problem)
                throw new CommandFailure(ExitCode.WrongUse, $"Schwab: {problem}. docs/schwab.md tells where to get it.");
#if ALPACA
            if (name != BreakerNames.Schwab) AlpacaKeys.From(Environment.GetEnvironmentVariable, name == BreakerNames.AlpacaLive);
#endif
        }
        catch (ArgumentException missing)
        {
            throw new CommandFailure(ExitCode.WrongUse, missing.Message);
        }
    }

    /// <summary>Opens venues of a broker: of a desk on this machine, or of one agent of a desk over Redis.</summary>
    /// <exception cref="CommandFailure">This build does not have the broker.</exception>
    public static IVenueFactory Venues(string name, ImmutableArray<(Symbol Symbol, BarPeriod Period)> watched, ILoggerFactory logs) => name == BreakerNames.Schwab
        ? new SchwabVenueFactory(watched, Environment.GetEnvironmentVariable, logs)
#if ALPACA
        : new AlpacaVenueFactory(name == BreakerNames.AlpacaLive, watched, Environment.GetEnvironmentVariable, logs);
#else
        : throw Lacking(name);
#endif

#if !ALPACA
    private static CommandFailure Lacking(string name) => new(
        ExitCode.WrongUse, $"This build has no {name}: the package Alpaca.Markets is left out of a usual one. Build with it: dotnet run -c Release -p:Alpaca=true --project src/Trading.Cli -- run --broker {name}");
#endif
}
