using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Trading.Breakers;
using Trading.MarketData;
using Trading.Runtime.Desks;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Brokers.Schwab;

/// <summary>An account at Schwab, for a desk on this machine: <c>trading run --broker schwab</c>.</summary>
/// <param name="watched">The bars that the desk watches.</param>
/// <param name="variable">Reads an environment variable; null for one that is not set.</param>
/// <param name="change">Changes the options that configuration and environment make; null for none.</param>
public sealed class SchwabVenueFactory(
    ImmutableArray<(Symbol Symbol, BarPeriod Period)> watched, Func<string, string?> variable, ILoggerFactory logs, Func<SchwabOptions, SchwabOptions>? change = null) : IVenueFactory
{
    public string Name => BreakerNames.Schwab;

    public Task<VenueConnection> ConnectAsync(VenueRequest request, CancellationToken cancellation)
    {
        var settings = request.Configuration.Brokers.Schwab;
        var options = settings.ToOptions(request.Configuration.Account, variable);
        if (change is not null) options = change(options);
        if (options.Problem() is { } problem) throw new IOException($"Schwab: {problem}. docs/schwab.md tells where to get it.");
        var limits = new InMemoryRateLimits();
        var venue = new BrokerVenue(
            options.Account, BreakerNames.Schwab, watched,
            parts => SchwabConnection.Open(options, settings.ToStore(parts.Clock), parts.State, parts.Breakers, parts.Limits ?? limits, parts.Alarms, request.Calendar, parts.Clock),
            request.Calendar, request.Wall, logs.CreateLogger<BrokerVenue>());
        return Task.FromResult(new VenueConnection(venue, request.Wall, null, null));
    }
}
