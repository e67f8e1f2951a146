using Trading.MarketData;
using Trading.Runtime.Configuration;

namespace Trading.Runtime.Desks;

/// <summary>Opens the venues of one kind of broker: what <c>trading run --broker NAME</c> names.</summary>
public interface IVenueFactory
{
    string Name { get; }

    /// <exception cref="IOException">The venue cannot be opened; the message says why and what to do.</exception>
    Task<VenueConnection> ConnectAsync(VenueRequest request, CancellationToken cancellation);
}

/// <summary>What a venue is opened with.</summary>
/// <param name="Folder">The desk's folder, for what the venue keeps.</param>
/// <param name="Wall">The time outside.</param>
public sealed record VenueRequest(DeskConfiguration Configuration, string Folder, IMarketCalendar Calendar, TimeProvider Wall);

/// <summary>An open venue and the time that a desk at it lives in.</summary>
/// <param name="Replay">The clock where it can be brought forward, because the venue replays the past; else null.</param>
/// <param name="Begin">When its time begins, for a desk that has no journal yet.</param>
public sealed record VenueConnection(IVenue Venue, TimeProvider Clock, ReplayClock? Replay, DateTimeOffset? Begin);
