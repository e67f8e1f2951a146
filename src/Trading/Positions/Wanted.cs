using Trading.Messages;

namespace Trading.Positions;

/// <summary>What was last wanted of a trade, and the message that brought it about.</summary>
public sealed record Wanted(MessageId Cause, Wish Wish);
