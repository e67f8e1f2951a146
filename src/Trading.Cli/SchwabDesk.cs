using Trading.Breakers;
using Trading.MarketData;
using Trading.Runtime.Brokers.Schwab;
using Trading.Runtime.Configuration;
using Trading.Runtime.Resilience;
using Trading.Runtime.State;

namespace Trading.Cli;

/// <summary>A connection to Schwab for one command: breakers and limits of its own, and nothing that trades.</summary>
internal static class SchwabDesk
{
    /// <exception cref="CommandFailure">A key is missing, or a setting does not fit.</exception>
    public static SchwabConnection Open(DeskConfiguration configuration, IBrokerAlarms alarms, Func<string, string?> variable, TimeProvider clock)
    {
        var settings = configuration.Brokers.Schwab;
        var options = settings.ToOptions(configuration.Account, variable);
        if (options.Problem() is { } problem) throw new CommandFailure(ExitCode.WrongUse, $"Schwab: {problem}. docs/schwab.md tells where to get it.");
        return SchwabConnection.Open(
            options, settings.ToStore(clock), new InMemoryStateStore(), new InMemoryBreakers(BreakerOptions.Default, clock.GetUtcNow()), new InMemoryRateLimits(), alarms,
            new NyseCalendar(), clock);
    }
}
