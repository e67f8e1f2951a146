using System.Text;
using System.Text.Json.Nodes;
using Trading.Messages;

namespace Trading.Tests.Messages;

/// <summary>Messages as bytes, to be bent.</summary>
internal static class Wire
{
    public static readonly EventRow[] Rows = [.. EventCatalogue.Desk.Rows];

    public static Message Example(EventName name) => EventExamples.Message(EventCatalogue.Desk[name]);

    /// <summary>The example of an event with something changed on the wire.</summary>
    public static byte[] Bent(EventName name, Action<JsonObject> bend)
    {
        var json = JsonNode.Parse(MessageJson.Write(Example(name)))!.AsObject();
        bend(json);
        return Bytes(json.ToJsonString());
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static MessageFormatException Refused(byte[] json) => Assert.Throws<MessageFormatException>(() => MessageJson.Read(json));

    /// <summary>The message, or null where it was refused as it should be; anything else fails the test.</summary>
    public static Message? ReadOrRefuse(byte[] json)
    {
        try
        {
            return MessageJson.Read(json);
        }
        catch (MessageFormatException refused)
        {
            Assert.StartsWith("$", refused.Path);
            Assert.InRange(refused.Offset, -1, json.Length);
            return null;
        }
    }
}
