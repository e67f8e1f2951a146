using System.Text.Json;
using Trading.Messages;
using Trading.Runtime.Delivery;

namespace TradingFunctions.Lifecycles;

/// <summary>A message on its way into an orchestration. All messages come under the one event name <see cref="Name"/>.</summary>
/// <remarks>
/// One name for all, with the kind in the message, so that no wait can take one message for another, and what comes before it
/// is waited for is kept in order.
/// </remarks>
/// <param name="Message">The message as CloudEvents JSON.</param>
/// <param name="EntryId">What the inbox of the lifecycles knows it by; null for one that is not recorded by the orchestration.</param>
/// <param name="Deliveries">How often it has been handed out.</param>
public sealed record LifecycleEvent(JsonElement Message, string? EntryId, int Deliveries)
{
    public const string Name = "message";

    public static LifecycleEvent Of(InboxEntry entry) => new(Element(entry.Message), entry.EntryId, entry.Deliveries);

    /// <summary>One whose handling somebody else records.</summary>
    public static LifecycleEvent Of(Message message) => new(Element(message), null, 1);

    public Message ToMessage() => MessageJson.Read(JsonSerializer.SerializeToUtf8Bytes(Message));

    internal static JsonElement Element(Message message) => JsonElement.Parse(MessageJson.Write(message));
}
