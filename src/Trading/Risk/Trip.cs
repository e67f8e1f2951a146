using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.Risk;

/// <summary>A limit that tripped, kept with what it was decided from.</summary>
/// <param name="Time">In UTC.</param>
/// <param name="Holdings">What was held then, with its marks.</param>
public sealed record Trip(Scope Scope, DateTimeOffset Time, TripEvidence Evidence, ImmutableArray<Holding> Holdings)
{
    /// <summary>How many a portfolio keeps; the oldest go first.</summary>
    public const int MostKept = 16;

    /// <summary>Whether the announcement is known to be on its way, so that it need not be made again.</summary>
    public bool IsHeard { get; init; }

    /// <summary>The id of the message that tells of it: the same each time it is told.</summary>
    [JsonIgnore]
    public MessageId Announcement => MessageId.From($"{Scope.Account}/{Scope.Strategy}/trip/{Evidence.Code}", Time.UtcTicks);

    internal static ImmutableArray<Trip> Keep(ImmutableArray<Trip> trips, Trip trip) =>
        (trips.Length < MostKept ? trips : trips.RemoveAt(0)).Add(trip);

    internal static ImmutableArray<Trip> Heard(ImmutableArray<Trip> trips, MessageId announcement)
    {
        for (var i = 0; i < trips.Length; i++)
            if (!trips[i].IsHeard && trips[i].Announcement == announcement) return trips.SetItem(i, trips[i] with { IsHeard = true });
        return trips;
    }
}
