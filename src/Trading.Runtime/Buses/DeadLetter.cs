using Trading.Messages;

namespace Trading.Runtime.Buses;

/// <summary>A message that an agent could not handle, and why.</summary>
public sealed record DeadLetter(string Agent, Message Message, Exception Error);
