namespace Trading.Messages;

/// <summary>Something that happened or is asked for, as the agents tell each other.</summary>
/// <remarks>
/// On the wire a CloudEvents 1.0 JSON object (<c>MessageJson</c>); in process the payload stays the record it is.
/// <see cref="CorrelationId"/> is the id of the first message of the chain, <see cref="CausationId"/> of the one before.
/// </remarks>
public sealed record Message(
    MessageId Id,
    EventName Name,
    string Source,
    DateTimeOffset Time,
    string Subject,
    Scope Scope,
    Payload Data)
{
    // A desk makes more of these than of anything else, so the time, which is in UTC, takes little room.
    private readonly long _utcTicks = Time.UtcTicks;

    public DateTimeOffset Time { get => new(_utcTicks, TimeSpan.Zero); init => _utcTicks = value.UtcTicks; }

    public MessageId CorrelationId { get; init; }

    public MessageId CausationId { get; init; }

    public TraceContext Trace { get; init; }

    /// <summary>A message that no message caused.</summary>
    public static Message First(MessageId id, EventName name, string source, DateTimeOffset time, string subject, Scope scope, Payload data) =>
        new(id, name, source, time, subject, scope, data) { CorrelationId = id, CausationId = id };

    /// <summary>A message caused by this one. The same cause, name, subject and ordinal make the same id.</summary>
    public Message Cause(EventName name, string source, DateTimeOffset time, string subject, Scope scope, Payload data, int ordinal = 0) =>
        new(MessageId.Derive(Id, name, subject, ordinal), name, source, time, subject, scope, data)
        {
            CorrelationId = CorrelationId,
            CausationId = Id,
            Trace = Trace,
        };
}
