namespace Trading.Runtime.Redis;

/// <summary>How an inbox stands.</summary>
/// <param name="Waiting">Entries that are not handled.</param>
/// <param name="InHand">Those of them that some copy was given.</param>
/// <param name="Oldest">How long the oldest has been in the inbox; null when it is empty.</param>
/// <param name="CanaryUnseenFor">How long a canary has been unseen; null when none is out.</param>
/// <param name="CanarySeen">When a canary was seen last, in UTC by the clock of the server; null when never.</param>
public sealed record InboxHealth(string Inbox, long Waiting, long InHand, TimeSpan? Oldest, TimeSpan? CanaryUnseenFor, DateTimeOffset? CanarySeen);
