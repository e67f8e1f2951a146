using Trading.Messages;

namespace Trading.Runtime.Journals;

/// <summary>A message that an agent could not handle.</summary>
/// <param name="Id">Inbox and entry, such as <c>lifecycles/17-0</c>.</param>
/// <param name="Error">What went wrong the last time.</param>
/// <param name="Time">When it was given up, in UTC.</param>
public sealed record JournalDeadLetter(string Id, string Inbox, Message Message, string Error, DateTimeOffset Time);
