using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;

namespace Trading.Tests.Messages;

public class MessageJsonTests
{
    public static TheoryData<string> Events => [.. Wire.Rows.Select(row => row.Name.Value)];

    [Theory]
    [MemberData(nameof(Events))]
    public void The_example_of_each_event_is_written_and_read_back(string name)
    {
        var message = Wire.Example(new EventName(name));
        var json = MessageJson.Write(message);
        var read = MessageJson.Read(json);
        Structure.AssertSame(message, read);
        Assert.Same(EventCatalogue.Desk[message.Name].Name, read.Name);
        Assert.Equal(json, MessageJson.Write(read));
    }

    [Fact]
    public void Whatever_a_message_holds_is_written_and_read_back() =>
        Generated.Messages.Sample(message => Structure.AssertSame(message, MessageJson.Read(MessageJson.Write(message))), iter: 2_000);

    [Fact]
    public void Half_of_a_surrogate_pair_is_written_as_the_sign_for_what_cannot_be_written()
    {
        var read = MessageJson.Read(MessageJson.Write(Wire.Example(EventNames.TradeCanceled) with { Subject = "a\ud800b" }));
        Assert.Equal("a\ufffdb", read.Subject);
    }

    [Fact]
    public void The_bytes_of_a_message_are_as_documented()
    {
        var message = new Message(
            MessageId.From("one"), EventNames.StopMoved, "positions", new DateTimeOffset(2026, 8, 21, 13, 35, 1, 250, TimeSpan.Zero), "the trade",
            new Scope("paper", "trend", "BTC/USD"),
            new Trading.Positions.StopMoved(Trading.Trades.TradeId.Parse("trade-2026-08-21-BTC+USD-trend-k3f9x2ab7c"), Price.Parse("61234.50"), "moved <up> & held"))
        {
            CorrelationId = MessageId.From("first"),
            CausationId = MessageId.From("before"),
            Trace = new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "vendor=1"),
        };
        Assert.Equal(
            $$$"""
            {"specversion":"1.0","id":"{{{message.Id}}}","source":"positions","type":"positions.stop.moved","time":"2026-08-21T13:35:01.25Z","subject":"the trade",
            "datacontenttype":"application/json","dataschema":"urn:trading:schema:positions.stop.moved:1",
            "traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","tracestate":"vendor=1",
            "correlationid":"{{{message.CorrelationId}}}","causationid":"{{{message.CausationId}}}","account":"paper","strategy":"trend","symbol":"BTC/USD",
            "data":{"tradeId":"trade-2026-08-21-BTC+USD-trend-k3f9x2ab7c","stopPrice":61234.5,"reason":"moved <up> & held"}}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(MessageJson.Write(message)));
    }

    [Fact]
    public void What_has_nothing_to_say_is_left_out_and_a_message_alone_begins_its_chain()
    {
        var message = new Message(MessageId.From("one"), EventNames.SessionRequested, "watchers", DateTimeOffset.UnixEpoch, "", Scope.Desk, new SessionRequested());
        var json = MessageJson.Write(message);
        Assert.Equal(
            ["specversion", "id", "source", "type", "time", "datacontenttype", "dataschema", "data"],
            JsonNode.Parse(json)!.AsObject().Select(field => field.Key));
        Structure.AssertSame(message with { CorrelationId = message.Id, CausationId = message.Id }, MessageJson.Read(json));
    }

    [Fact]
    public void Attributes_may_come_in_any_order_with_spaces_and_strangers_between() =>
        Gen.Shuffle(JsonNode.Parse(MessageJson.Write(Wire.Example(EventNames.OrderFilled)))!.AsObject().Select(field => (field.Key, Value: field.Value!.ToJsonString())).ToArray())
            .Sample(fields =>
            {
                var text = string.Join(" ,\n", fields.Select(field => $"\"{field.Key}\" : {field.Value}, \"x{field.Key}\": [{{\"id\":[]}}]"));
                Structure.AssertSame(Wire.Example(EventNames.OrderFilled), MessageJson.Read(Wire.Bytes($" {{\t{text} }} ")));
            });

    [Fact]
    public void Fields_of_a_newer_program_are_passed_over()
    {
        var json = Wire.Bent(EventNames.OrderFilled, message =>
        {
            message["data"]!["venue"] = "XNAS";
            message["data"]!["fill"]!["liquidity"] = new JsonObject { ["side"] = "added" };
            message["partitionkey"] = 7;
        });
        Structure.AssertSame(Wire.Example(EventNames.OrderFilled), MessageJson.Read(json));
    }

    [Fact]
    public void A_time_of_another_offset_is_brought_to_utc()
    {
        var read = MessageJson.Read(Wire.Bent(EventNames.OrderFilled, message => message["time"] = "2026-08-21T09:35:01.25-04:00"));
        Assert.Equal(new DateTimeOffset(2026, 8, 21, 13, 35, 1, 250, TimeSpan.Zero), read.Time);
        Assert.Equal(TimeSpan.Zero, read.Time.Offset);
    }

    [Fact]
    public void A_stop_policy_is_known_wherever_its_kind_stands()
    {
        var json = Wire.Bent(EventNames.EntrySignaled, message => message["data"]!["plan"]!["stopPolicies"] = JsonNode.Parse("""[{"after":"04:00:00","kind":"timeLimit"}]"""));
        var plan = ((Trading.Strategies.EntrySignaled)MessageJson.Read(json).Data).Plan;
        Assert.Equal([new Trading.Positions.StopPolicy.TimeLimit(TimeSpan.FromHours(4))], plan.StopPolicies);
    }

    [Fact]
    public void A_field_left_out_is_refused_unless_it_may_be_null()
    {
        foreach (var row in Wire.Rows)
        {
            var whole = JsonNode.Parse(MessageJson.Write(EventExamples.Message(row)))!["data"]!;
            foreach (var path in Fields(whole, ""))
            {
                var json = Wire.Bent(row.Name, message => Remove(message["data"]!, path));
                if (Wire.ReadOrRefuse(json) is not { } read) continue;
                // What was read has nothing in its place, or it would be written again.
                var written = JsonNode.Parse(MessageJson.Write(read))!["data"]!;
                Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json)!["data"], written), $"{row.Name}: {path} was left out and read as something");
            }
        }
    }

    [Fact]
    public void A_message_over_the_limit_is_not_written()
    {
        var small = Bars(100);
        Assert.InRange(MessageJson.Write(small).Length, 10_000, MessageJson.MaxBytes);
        var refused = Assert.Throws<MessageFormatException>(() => MessageJson.Write(Bars(1_000)));
        Assert.Equal(MessageFault.TooLarge, refused.Fault);
        Assert.Matches(@"marketdata\.bars\.received for 'AAPL' .* has \d{6} bytes and the limit is 65536", refused.Message);
    }

    [Fact]
    public void A_session_of_minute_bars_fits_in_one_message() => Assert.InRange(MessageJson.Write(Bars(390)).Length, 1, MessageJson.MaxBytes);

    [Fact]
    public void The_limit_itself_may_be_reached_and_not_passed()
    {
        Message Said(int letters) => Wire.Example(EventNames.TradeCanceled) with { Subject = new string('x', letters) };
        var room = MessageJson.MaxBytes - MessageJson.Write(Said(1)).Length + 1;
        var full = MessageJson.Write(Said(room));
        Assert.Equal(MessageJson.MaxBytes, full.Length);
        Structure.AssertSame(Said(room), MessageJson.Read(full));
        Assert.Equal(MessageFault.TooLarge, Assert.Throws<MessageFormatException>(() => MessageJson.Write(Said(room + 1))).Fault);
        Assert.Equal(MessageFault.TooLarge, Wire.Refused([.. full, (byte)' ']).Fault);
    }

    [Fact]
    public void A_message_that_nobody_could_read_is_not_written()
    {
        var message = Wire.Example(EventNames.OrderFilled);
        AssertUnwritable(message with { Id = default }, MessageFault.MissingAttribute, "$.id");
        AssertUnwritable(message with { Source = "" }, MessageFault.MissingAttribute, "$.source");
        AssertUnwritable(message with { Source = "a\nb" }, MessageFault.InvalidAttribute, "$.source");
        AssertUnwritable(message with { Subject = "a\0b" }, MessageFault.InvalidAttribute, "$.subject");
        AssertUnwritable(message with { Subject = "a\uffff" }, MessageFault.InvalidAttribute, "$.subject");
        AssertUnwritable(message with { Subject = "a\ufdd0" }, MessageFault.InvalidAttribute, "$.subject");
        AssertUnwritable(message with { Subject = "a\U0001fffe" }, MessageFault.InvalidAttribute, "$.subject");
        AssertUnwritable(message with { Trace = new TraceContext("\u0085", null) }, MessageFault.InvalidAttribute, "$.traceparent");
        AssertUnwritable(message with { Scope = new Scope("Paper", "", default) }, MessageFault.InvalidAttribute, "$.account");
        AssertUnwritable(message with { Scope = new Scope("paper", "two words", default) }, MessageFault.InvalidAttribute, "$.strategy");
        AssertUnwritable(message with { Name = new EventName("orders.order.lost") }, MessageFault.UnknownEvent, "$.type");
        AssertUnwritable(message with { Name = EventNames.OrderCanceled }, MessageFault.InvalidData, "$.data");
        AssertUnwritable(message with { Data = ((OrderFilled)message.Data) with { OrderId = default } }, MessageFault.InvalidData, "$.data");
        AssertUnwritable(message with { Data = ((OrderFilled)message.Data) with { Fill = ((OrderFilled)message.Data).Fill with { Side = (OrderSide)9 } } }, MessageFault.InvalidData, "$.data");
        AssertUnwritable(Wire.Example(EventNames.BarsReceived) with { Data = new BarsReceived("AAPL", BarPeriod.Day, default) }, MessageFault.InvalidData, "$.data");
        AssertUnwritable(Wire.Example(EventNames.QuoteRequested) with { Data = new QuoteRequested(default) }, MessageFault.InvalidData, "$.data");
    }

    [Fact]
    public void A_buffer_is_written_again_and_again()
    {
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var row in Wire.Rows)
        {
            buffer.ResetWrittenCount();
            MessageJson.Write(EventExamples.Message(row), buffer);
            Assert.Equal(MessageJson.Write(EventExamples.Message(row)), buffer.WrittenSpan.ToArray());
        }
    }

    private static void AssertUnwritable(Message message, MessageFault fault, string path)
    {
        var refused = Assert.Throws<MessageFormatException>(() => MessageJson.Write(message));
        Assert.Equal((fault, path, -1L), (refused.Fault, refused.Path, refused.Offset));
        Assert.StartsWith($"{message.Name} for '{message.Subject}' cannot be written: ", refused.Message);
    }

    private static Message Bars(int count)
    {
        var open = new DateTimeOffset(2026, 8, 21, 13, 30, 0, TimeSpan.Zero);
        var price = Price.Parse("187.1234");
        var bars = Enumerable.Range(0, count).Select(i => new Bar(open.AddMinutes(i), open.AddMinutes(i + 1), price, price, price, price, 1_000_000));
        return Wire.Example(EventNames.BarsReceived) with { Data = new BarsReceived("AAPL", BarPeriod.Minute, [.. bars]) };
    }

    private static IEnumerable<string> Fields(JsonNode node, string path) => node switch
    {
        JsonObject parts => parts.SelectMany(part => Fields(part.Value!, $"{path}/{part.Key}").Prepend($"{path}/{part.Key}")),
        JsonArray items => items.SelectMany((item, i) => Fields(item!, $"{path}/{i}")),
        _ => [],
    };

    private static void Remove(JsonNode node, string path)
    {
        var steps = path.Split('/')[1..];
        foreach (var step in steps[..^1]) node = node is JsonArray items ? items[int.Parse(step)]! : node[step]!;
        node.AsObject().Remove(steps[^1]);
    }
}
