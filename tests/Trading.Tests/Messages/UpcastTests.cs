using System.Text.Json.Nodes;
using Trading.Messages;
using Trading.Trades;

namespace Trading.Tests.Messages;

/// <summary>An event that has been changed twice: <c>why</c> became <c>because</c>, and that <c>reason</c>.</summary>
public class UpcastTests
{
    private static readonly EventRow Today = EventCatalogue.Desk[EventNames.TradeCanceled] with
    {
        Version = 3,
        Upcasts = [data => Rename(data, "why", "because"), data => Rename(data, "because", "reason")],
    };

    private static readonly EventCatalogue Catalogue = new([Today]);

    [Theory]
    [InlineData(1, "why")]
    [InlineData(2, "because")]
    [InlineData(3, "reason")]
    public void Each_older_version_is_brought_up_step_by_step(int version, string field)
    {
        var read = MessageReader.Read(Written(version, data => Rename(data, "reason", field)), Catalogue);
        Assert.Equal("the entry order expired unfilled", ((TradeCanceled)read.Data).Reason);
    }

    [Fact]
    public void A_version_from_the_future_is_refused() =>
        Assert.Equal(MessageFault.NewerVersion, Assert.Throws<MessageFormatException>(() => MessageReader.Read(Written(4, data => data), Catalogue)).Fault);

    [Fact]
    public void Data_that_a_step_does_not_understand_is_refused_with_the_step()
    {
        var refused = Assert.Throws<MessageFormatException>(() => MessageReader.Read(Written(1, _ => new JsonObject { ["when"] = 1 }), Catalogue));
        Assert.Equal(MessageFault.InvalidData, refused.Fault);
        Assert.Contains("cannot be brought from version 1 to 2", refused.Message);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{\"tradeId\":1,\"tradeId\":2}")]
    public void Old_data_that_is_no_object_is_refused(string data)
    {
        var json = System.Text.Encoding.UTF8.GetString(Written(1, _ => new JsonObject { ["here"] = 1 })).Replace("{\"here\":1}", data);
        Assert.Equal(MessageFault.InvalidData, Assert.Throws<MessageFormatException>(() => MessageReader.Read(Wire.Bytes(json), Catalogue)).Fault);
    }

    [Fact]
    public void What_is_written_has_the_version_of_today()
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        MessageWriter.Write(EventExamples.Message(Today), Catalogue, buffer);
        Assert.Equal("urn:trading:schema:trades.trade.canceled:3", (string?)JsonNode.Parse(buffer.WrittenSpan)!["dataschema"]);
    }

    private static byte[] Written(int version, Func<JsonObject, JsonObject> bend) => Wire.Bent(EventNames.TradeCanceled, message =>
    {
        message["dataschema"] = $"urn:trading:schema:trades.trade.canceled:{version}";
        message["data"] = bend(message["data"]!.DeepClone().AsObject());
    });

    private static JsonObject Rename(JsonObject data, string from, string to)
    {
        var value = data[from]!.DeepClone();
        data.Remove(from);
        data[to] = value;
        return data;
    }
}
