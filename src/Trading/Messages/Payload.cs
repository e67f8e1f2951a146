namespace Trading.Messages;

/// <summary>What a message carries. Each event name has one payload type, listed in <c>EventCatalogue</c>.</summary>
public abstract record Payload;
