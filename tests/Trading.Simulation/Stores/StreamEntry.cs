using Trading.Messages;

namespace Trading.Simulation;

/// <summary>A message in an inbox.</summary>
internal sealed class StreamEntry(string entryId, Message message, DateTimeOffset availableAt)
{
    public string EntryId { get; } = entryId;

    public Message Message { get; } = message;

    /// <summary>When it has come through the wire; entries overtake each other.</summary>
    public DateTimeOffset AvailableAt { get; } = availableAt;

    public DateTimeOffset TakenAt { get; set; }

    public int Deliveries { get; set; }
}
