namespace Trading.Runtime.Redis;

/// <summary>A message that an agent failed on for the last time, or that could not be read.</summary>
/// <param name="Id">What the dead letters know it by; newer ones have higher ids.</param>
/// <param name="Inbox">The agent's name.</param>
/// <param name="BuriedAt">In UTC, by the clock of the Redis server.</param>
/// <param name="Deliveries">How often it had been handed out.</param>
/// <param name="Json">The message as it was said; empty where the entry held none.</param>
public sealed record BuriedMessage(string Id, string Inbox, DateTimeOffset BuriedAt, int Deliveries, string Error, string Json);
