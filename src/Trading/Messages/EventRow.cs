using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Trading.Messages;

/// <summary>What the desk knows of one event: what it carries, who says it, who hears it, and what it means.</summary>
/// <param name="PayloadType">How the payload is written; its type is that of <see cref="Message.Data"/>.</param>
/// <param name="Version">The version of the payload's schema, from 1. Raised when what older readers rely on changes.</param>
/// <param name="SaidBy">Names of <see cref="AgentNames"/>; the first is the usual one.</param>
/// <param name="HeardBy">Names of <see cref="AgentNames"/>. Watchers may hear everything; they are named where it is meant for them.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="MakeExample">Builds a payload as it may be seen on a trading day.</param>
public sealed record EventRow(
    EventName Name,
    JsonTypeInfo PayloadType,
    int Version,
    ImmutableArray<string> SaidBy,
    ImmutableArray<string> HeardBy,
    string Meaning,
    Func<Payload> MakeExample)
{
    /// <summary>Whether it is said by a host to its own lifecycles, and published to nobody.</summary>
    public bool IsInternal { get; init; }

    /// <summary>The steps that bring data of an older version to the next: the first from version 1 to 2, and so on.</summary>
    /// <remarks>A step is given the data as an object that it may change and return. Whatever it throws makes the message unreadable.</remarks>
    public ImmutableArray<Func<JsonObject, JsonObject>> Upcasts { get; init; } = [];

    /// <summary>The name and version of the schema as an attribute of the message: <c>urn:trading:schema:orders.order.filled:1</c>.</summary>
    public string Schema => MessageSchema.Write(this);
}
