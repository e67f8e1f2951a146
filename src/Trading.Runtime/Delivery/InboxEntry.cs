using Trading.Messages;

namespace Trading.Runtime.Delivery;

/// <summary>A message in an agent's inbox, handed out to be handled.</summary>
/// <param name="Inbox">The agent's name.</param>
/// <param name="EntryId">What the inbox knows the entry by; the same message may lie in it twice under two of these.</param>
/// <param name="Deliveries">How often it has been handed out, this time included.</param>
public sealed record InboxEntry(string Inbox, string EntryId, Message Message, int Deliveries)
{
    /// <summary>
    /// Whether the inbox looked as it handed the entry out, and its message was not handled; then nobody needs to look again. The
    /// commit is what decides.
    /// </summary>
    public bool IsKnownUnhandled { get; init; }
}
