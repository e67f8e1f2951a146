using System.Text.Json.Nodes;
using Trading.Messages;

namespace Trading.Tests.Messages;

/// <summary>What is wrong, where it is, and what to do, for everything that can be wrong with a message.</summary>
public class UnreadableMessageTests
{
    [Theory]
    [InlineData("", "$", "Not JSON")]
    [InlineData(" ", "$", "Not JSON")]
    [InlineData("x", "$", "Not JSON")]
    [InlineData("null", "$", "A message is a JSON object")]
    [InlineData("[]", "$", "A message is a JSON object")]
    [InlineData("\"orders.order.filled\"", "$", "A message is a JSON object")]
    [InlineData("{", "$", "Not JSON")]
    [InlineData("{\"id\":", "$", "Not JSON")]
    [InlineData("{\"id\":\"", "$", "Not JSON")]
    [InlineData("{,}", "$", "Not JSON")]
    [InlineData("{\"id\":\"0af7651916cd43dd8448eb211c80319c\",}", "$", "Not JSON")]
    [InlineData("{} {}", "$", "Not JSON")]
    [InlineData("{}x", "$", "Not JSON")]
    [InlineData("{/* a comment */}", "$", "Not JSON")]
    [InlineData("{\"source\":\"\\ud800\"}", "$", "Not UTF-8")]
    [InlineData("{\"data_base64\":\"e30=\"}", "$", "The data must be JSON")]
    public void What_is_no_object_is_malformed(string json, string path, string problem) =>
        AssertRefused(Wire.Bytes(json), MessageFault.Malformed, path, problem, placed: true);

    [Fact]
    public void Text_that_is_no_utf8_is_malformed()
    {
        var json = MessageJson.Write(Wire.Example(EventNames.OrderFilled));
        json[json.AsSpan().IndexOf("\"source\":\""u8) + 11] = 0xff;
        AssertRefused(json, MessageFault.Malformed, "$", "Not UTF-8", placed: true);
        AssertRefused([0xef, 0xbb, 0xbf, .. "{}"u8], MessageFault.Malformed, "$", "Not JSON", placed: true);
    }

    [Theory]
    [InlineData("specversion")]
    [InlineData("id")]
    [InlineData("source")]
    [InlineData("type")]
    [InlineData("time")]
    [InlineData("dataschema")]
    [InlineData("data")]
    public void An_attribute_that_every_message_has_is_missed(string name)
    {
        AssertRefused(Bent(message => message.Remove(name)), MessageFault.MissingAttribute, $"$.{name}", $"must have the attribute {name}", placed: false);
        AssertRefused(Bent(message => message[name] = null), MessageFault.MissingAttribute, $"$.{name}", $"must have the attribute {name}", placed: false);
    }

    [Theory]
    [InlineData("specversion", "\"0.3\"", "It must be 1.0")]
    [InlineData("specversion", "1.0", "It must be a string, not Number")]
    [InlineData("id", "\"\"", "32 hexadecimal digits")]
    [InlineData("id", "\"61e69015-8549-4bfd-b9c3-01e75843f47d\"", "32 hexadecimal digits")]
    [InlineData("id", "\"00000000000000000000000000000000\"", "32 hexadecimal digits")]
    [InlineData("id", "7", "It must be a string, not Number")]
    [InlineData("correlationid", "\"x\"", "32 hexadecimal digits")]
    [InlineData("causationid", "\"x\"", "32 hexadecimal digits")]
    [InlineData("source", "\"\"", "It must be text")]
    [InlineData("source", "\"a\\u0000b\"", "no control characters")]
    [InlineData("subject", "\"a\\nb\"", "no control characters")]
    [InlineData("source", "{}", "It must be a string, not StartObject")]
    [InlineData("subject", "[1]", "It must be a string, not StartArray")]
    [InlineData("subject", "\"\"", "It must be text")]
    [InlineData("traceparent", "true", "It must be a string, not True")]
    [InlineData("type", "4", "It must be a string, not Number")]
    [InlineData("time", "\"\"", "A time is written 2026-08-21T13:30:00Z")]
    [InlineData("time", "\"2026-08-21\"", "A time is written 2026-08-21T13:30:00Z")]
    [InlineData("time", "\"2026-08-21T13:30:00\"", "A time is written 2026-08-21T13:30:00Z")]
    [InlineData("time", "\"2026-08-21 13:30:00Z\"", "A time is written 2026-08-21T13:30:00Z")]
    [InlineData("time", "\"2026-02-30T13:30:00Z\"", "A time is written 2026-08-21T13:30:00Z")]
    [InlineData("time", "\"0001-01-01T00:00:00+14:00\"", "A time is written 2026-08-21T13:30:00Z")]
    [InlineData("time", "1787319000", "It must be a string, not Number")]
    [InlineData("datacontenttype", "\"text/xml\"", "It must be application/json")]
    [InlineData("dataschema", "\"\"", "is not the schema of an event")]
    [InlineData("dataschema", "\"https://example.com/orders\"", "'https://example.com/orders' is not the schema of an event")]
    [InlineData("dataschema", "\"urn:trading:schema:orders.order.filled\"", "is not the schema of an event")]
    [InlineData("dataschema", "\"urn:trading:schema:orders.order.filled:\"", "is not the schema of an event")]
    [InlineData("dataschema", "\"urn:trading:schema:orders.order.filled:0\"", "is not the schema of an event")]
    [InlineData("dataschema", "\"urn:trading:schema:orders.order.filled:-1\"", "is not the schema of an event")]
    [InlineData("dataschema", "\"urn:trading:schema:orders.order.filled:one\"", "is not the schema of an event")]
    [InlineData("dataschema", "\"urn:trading:schema:orders.order.filled:99999999999\"", "is not the schema of an event")]
    [InlineData("dataschema", "\"urn:trading:schema:orders.order.lost:1\"", "is not the schema of an event")]
    [InlineData("account", "\"Paper\"", "a-z, 0-9 and _")]
    [InlineData("account", "\"\"", "a-z, 0-9 and _")]
    [InlineData("strategy", "\"two words\"", "a-z, 0-9 and _")]
    [InlineData("symbol", "\"AAPL US\"", "A symbol is")]
    [InlineData("symbol", "\"\"", "A symbol is")]
    public void An_attribute_that_is_not_what_it_must_be_is_named(string name, string value, string problem) =>
        AssertRefused(Bent(message => message[name] = JsonNode.Parse(value)), MessageFault.InvalidAttribute, $"$.{name}", problem, placed: true);

    [Fact]
    public void An_attribute_that_is_there_twice_is_refused()
    {
        var json = """{"id":"0af7651916cd43dd8448eb211c80319c","id":"1af7651916cd43dd8448eb211c80319c"}""";
        AssertRefused(Wire.Bytes(json), MessageFault.InvalidAttribute, "$.id", "It is there twice", placed: true);
    }

    [Fact]
    public void The_place_of_an_error_is_counted_in_bytes()
    {
        var json = Bent(message => message["symbol"] = "AAPL US");
        Assert.Equal(json.AsSpan().IndexOf("\"AAPL US\""u8), Wire.Refused(json).Offset);
        json = Wire.Bytes("{\n\n  \"data\": {\n\"orderId\": 7 } }");
        Assert.Equal(-1, Wire.Refused(json).Offset);
        json = Wire.Bytes(JsonNode.Parse(Bent(message => message["data"]!["fill"]!["price"] = "187.52"))!.ToJsonString(new() { WriteIndented = true }));
        var refused = Wire.Refused(json);
        Assert.Equal("$.data.fill.price", refused.Path);
        Assert.Equal(json.AsSpan().IndexOf("\"187.52\""u8) + "\"187.52\"".Length, refused.Offset);
    }

    [Theory]
    [InlineData("orders.order.lost")]
    [InlineData("Orders.Order.Filled")]
    [InlineData("com.example.someone.elses")]
    public void An_event_of_somebody_else_is_named(string type) =>
        AssertRefused(Bent(message => message["type"] = type), MessageFault.UnknownEvent, "$.type", $"'{type}' is not an event of this desk", placed: true);

    [Fact]
    public void A_type_without_end_is_cut_short() =>
        AssertRefused(Bent(message => message["type"] = new string('a', 5_000)), MessageFault.UnknownEvent, "$.type", "'' is not an event", placed: true);

    [Fact]
    public void A_newer_schema_asks_for_a_newer_program() =>
        AssertRefused(
            Bent(message => message["dataschema"] = "urn:trading:schema:orders.order.filled:2"),
            MessageFault.NewerVersion, "$.dataschema", "orders.order.filled has version 2 and this program reads versions up to 1; update it", placed: false);

    [Fact]
    public void The_schema_of_another_event_is_refused() =>
        AssertRefused(
            Bent(message => message["dataschema"] = "urn:trading:schema:orders.order.canceled:1"),
            MessageFault.InvalidAttribute, "$.dataschema", "A schema of orders.order.canceled is not one of orders.order.filled", placed: false);

    [Theory]
    [InlineData("", "[]", "")]
    [InlineData("", "7", "")]
    [InlineData("", "\"text\"", "")]
    [InlineData("/orderId", "7", "An order id is a trade id")]
    [InlineData("/orderId", "null", "An order id is a trade id")]
    [InlineData("/orderId", "\"nonsense\"", "An order id is a trade id")]
    [InlineData("/orderId", "\"trade-2026-08-21-AAPL-trend-k3f9x2ab7c-entry-1r1\"", "An order id is a trade id")]
    [InlineData("/fill", "null", "")]
    [InlineData("/fill", "[]", "")]
    [InlineData("/fill/side", "\"buy\"", "Must be one of Buy, Sell, SellShort, BuyToCover")]
    [InlineData("/fill/side", "\"Sell, SellShort\"", "Must be one of")]
    [InlineData("/fill/side", "0", "Must be one of")]
    [InlineData("/fill/side", "\"0\"", "Must be one of")]
    [InlineData("/fill/price", "\"NaN\"", "A price is a number of dollars")]
    [InlineData("/fill/price", "\"187.5\"", "A price is a number of dollars")]
    [InlineData("/fill/price", "1e400", "A price is a number of dollars")]
    [InlineData("/fill/price", "-92233720369", "A price is a number of dollars")]
    [InlineData("/fill/quantity", "1e400", "")]
    [InlineData("/fill/quantity", "79228162514264337593543950336", "")]
    [InlineData("/fill/quantity", "\"NaN\"", "")]
    [InlineData("/fill/quantity", "\"100\"", "")]
    [InlineData("/fill/quantity", "true", "")]
    [InlineData("/fill/executionId", "null", "")]
    [InlineData("/fill/executionId", "12", "")]
    [InlineData("/fill/time", "\"yesterday\"", "A time is written")]
    [InlineData("/fill/time", "\"2026-08-21T13:30:00\"", "A time is written")]
    public void A_field_that_is_not_what_it_must_be_is_named(string path, string value, string problem) =>
        AssertRefused(BentData(EventNames.OrderFilled, path, value), MessageFault.InvalidData, $"$.data{path.Replace('/', '.')}", problem, placed: true);

    [Theory]
    [InlineData("/plan/stopPolicies", "null")]
    [InlineData("/plan/stopPolicies/0", "null")]
    [InlineData("/plan/stopPolicies/0", "{}")]
    [InlineData("/plan/stopPolicies/0", "{\"kind\":\"hope\"}")]
    [InlineData("/plan/stopPolicies/0", "{\"kind\":7}")]
    [InlineData("/plan/stopPolicies/0", "{\"kind\":\"trailing\"}")]
    [InlineData("/plan/stopPolicies/0", "{\"kind\":\"trailing\",\"trail\":{}}")]
    [InlineData("/plan/stopPolicies/0", "{\"kind\":\"trailing\",\"trail\":{\"percent\":100}}")]
    [InlineData("/plan/stopPolicies/0", "{\"kind\":\"trailing\",\"trail\":{\"percent\":1,\"amount\":1}}")]
    [InlineData("/plan/stopPolicies/0", "{\"kind\":\"trailing\",\"trail\":{\"percent\":1,\"percent\":2}}")]
    [InlineData("/plan/stopPolicies/0", "{\"kind\":\"trailing\",\"trail\":{\"amount\":-1}}")]
    [InlineData("/plan/stopPolicies/0", "{\"kind\":\"trailing\",\"trail\":[]}")]
    [InlineData("/plan/validFor", "\"5 minutes\"")]
    [InlineData("/plan/validFor", "300")]
    [InlineData("/plan/reason", "null")]
    [InlineData("/plan", "null")]
    public void A_plan_that_makes_no_sense_is_refused(string path, string value) =>
        AssertRefused(BentData(EventNames.EntrySignaled, path, value), MessageFault.InvalidData, "$.data", "The data of strategy.entry.signaled: ", placed: null);

    [Fact]
    public void A_field_that_is_there_twice_is_refused() =>
        AssertRefused(
            Wire.Bytes(System.Text.Encoding.UTF8.GetString(MessageJson.Write(Wire.Example(EventNames.OrderFilled))).Replace("\"totalFilled\":100", "\"totalFilled\":100,\"totalFilled\":200")),
            MessageFault.InvalidData, "$.data", "Duplicate property 'totalFilled'", placed: null);

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void A_bomb_of_depth_is_refused_where_it_is_too_deep(string open, string close)
    {
        var bomb = string.Concat(Enumerable.Repeat(open, 9_000)) + "1" + string.Concat(Enumerable.Repeat(close, 9_000));
        foreach (var json in (string[])[bomb, $"{{\"data\":{bomb}}}", $"{{\"stranger\":{bomb}}}", $"{{\"id\":{bomb}}}"])
            Assert.InRange((int)Wire.Refused(Wire.Bytes(json)).Fault, (int)MessageFault.Malformed, (int)MessageFault.InvalidAttribute);
    }

    [Fact]
    public void Tickets_attached_to_tickets_without_end_are_refused()
    {
        var json = Wire.Bent(EventNames.SubmitRequested, message =>
        {
            for (var i = 0; i < 5; i++)
            {
                var deeper = message["data"]!["ticket"]!.DeepClone();
                var at = message["data"]!["ticket"]!;
                while (at["attached"]!.AsArray().Count > 0) at = at["attached"]![0]!;
                if (at["attached"] is JsonArray room) room.Add(deeper);
            }
        });
        Assert.NotEqual(MessageFault.NewerVersion, Wire.Refused(json).Fault);
    }

    private static byte[] Bent(Action<JsonObject> bend) => Wire.Bent(EventNames.OrderFilled, bend);

    private static byte[] BentData(EventName name, string path, string value) => Wire.Bent(name, message =>
    {
        JsonNode at = message;
        var steps = ("/data" + path).Split('/')[1..];
        foreach (var step in steps[..^1]) at = at is JsonArray items ? items[int.Parse(step)]! : at[step]!;
        if (at is JsonArray list) list[int.Parse(steps[^1])] = JsonNode.Parse(value);
        else at[steps[^1]] = JsonNode.Parse(value);
    });

    /// <param name="placed">Whether the error tells the byte; null where either will do.</param>
    private static void AssertRefused(byte[] json, MessageFault fault, string path, string problem, bool? placed)
    {
        var refused = Wire.Refused(json);
        Assert.Equal(fault, refused.Fault);
        Assert.StartsWith(path, refused.Path);
        Assert.Contains(problem, refused.Message);
        Assert.Contains(path, refused.Message);
        Assert.DoesNotContain("LineNumber", refused.Message);
        if (placed is { } told) Assert.Equal(told, refused.Offset >= 0);
        Assert.InRange(refused.Offset, -1, json.Length);
    }
}
