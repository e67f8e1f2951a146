using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Trading.Breakers;
using Trading.MarketData;
using Trading.Runtime.Desks;
using Trading.Runtime.Resilience;

namespace Trading.Alpaca;

/// <summary>An account at Alpaca, for a desk on this machine: <c>trading run --broker alpaca-paper</c>.</summary>
/// <param name="watched">The bars that the desk watches.</param>
/// <param name="variable">Reads an environment variable; null for one that is not set.</param>
/// <param name="change">Changes the settings that configuration and environment make; null for none.</param>
public sealed class AlpacaVenueFactory(
    bool isLive, ImmutableArray<(Symbol Symbol, BarPeriod Period)> watched, Func<string, string?> variable, ILoggerFactory logs, Func<AlpacaSettings, AlpacaSettings>? change = null) : IVenueFactory
{
    public string Name => isLive ? BreakerNames.AlpacaLive : BreakerNames.AlpacaPaper;

    public Task<VenueConnection> ConnectAsync(VenueRequest request, CancellationToken cancellation)
    {
        var brokers = request.Configuration.Brokers;
        AlpacaSettings settings;
        try
        {
            settings = AlpacaSettings.From(isLive ? brokers.AlpacaLive : brokers.AlpacaPaper, request.Configuration.Account, isLive, variable);
        }
        catch (ArgumentException missing)
        {
            throw new IOException(missing.Message, missing);
        }
        if (change is not null) settings = change(settings);
        var limits = new InMemoryRateLimits();
        var venue = new BrokerVenue(
            settings.Account, settings.Breaker, watched,
            parts => AlpacaConnection.Open(settings, parts.Breakers, parts.Limits ?? limits, parts.Alarms, request.Calendar, parts.Clock, logs.CreateLogger<AlpacaConnection>()),
            request.Calendar, request.Wall, logs.CreateLogger<BrokerVenue>());
        return Task.FromResult(new VenueConnection(venue, request.Wall, null, null));
    }
}
