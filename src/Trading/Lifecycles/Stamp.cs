using Trading.Messages;

namespace Trading.Lifecycles;

/// <summary>When something happened to a lifecycle (UTC), and by which message it was told.</summary>
public readonly record struct Stamp(DateTimeOffset Time, MessageId MessageId);
