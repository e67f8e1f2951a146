using Microsoft.Extensions.DependencyInjection;
using Trading.Breakers;
using Trading.MarketData;
using Trading.Runtime.Brokers.Schwab;
using Trading.Runtime.Configuration;
using Trading.Runtime.Resilience;
using Trading.Runtime.State;

namespace Trading.Cli;

/// <summary>A connection to Schwab for one command: breakers and limits of its own, and nothing that trades.</summary>
internal sealed class SchwabDesk : IDisposable
{
    private readonly ServiceProvider _services;

    /// <exception cref="CommandFailure">A key is missing, or a setting does not fit.</exception>
    public SchwabDesk(DeskConfiguration configuration, IBrokerAlarms alarms, TimeProvider clock)
    {
        var settings = configuration.Brokers.Schwab;
        var options = settings.ToOptions(configuration.Account, Environment.GetEnvironmentVariable);
        if (options.Problem() is { } problem) throw new CommandFailure(ExitCode.WrongUse, $"Schwab: {problem}. docs/schwab.md tells where to get it.");
        _services = SchwabConnection.AddHttp(new ServiceCollection(), options.Address).BuildServiceProvider();
        Connection = new SchwabConnection(
            options, _services.GetRequiredService<IHttpClientFactory>(), settings.ToStore(clock), new InMemoryStateStore(), new InMemoryBreakers(BreakerOptions.Default, clock.GetUtcNow()),
            new InMemoryRateLimits(), alarms, new NyseCalendar(), clock);
    }

    public SchwabConnection Connection { get; }

    public void Dispose()
    {
        Connection.Dispose();
        _services.Dispose();
    }
}
