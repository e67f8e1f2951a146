using System.Text;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using Trading.Messages;

namespace Trading.Tests.Messages;

/// <summary>What we write is CloudEvents 1.0 to others, and what others write from it is a message to us.</summary>
public class CloudEventsTests
{
    private static readonly JsonEventFormatter Formatter = new();

    public static TheoryData<string> Events => [.. Wire.Rows.Select(row => row.Name.Value)];

    [Theory]
    [MemberData(nameof(Events))]
    public void Each_event_is_read_by_the_sdk_and_comes_back_from_it(string name)
    {
        var message = Wire.Example(new EventName(name));
        var theirs = Formatter.DecodeStructuredModeMessage(MessageJson.Write(message), null, null);

        Assert.True(theirs.IsValid);
        Assert.Equal(CloudEventsSpecVersion.V1_0, theirs.SpecVersion);
        Assert.Equal((message.Id.ToString(), message.Name.Value, message.Subject), (theirs.Id, theirs.Type, theirs.Subject));
        Assert.Equal(message.Source, theirs.Source!.ToString());
        Assert.Equal(message.Time, theirs.Time);
        Assert.Equal("application/json", theirs.DataContentType);
        Assert.Equal(EventCatalogue.Desk[message.Name].Schema, theirs.DataSchema!.ToString());
        Assert.Equal(message.CorrelationId.ToString(), theirs["correlationid"]);
        Assert.Equal(message.CausationId.ToString(), theirs["causationid"]);
        Assert.Equal(message.Trace.Parent, theirs["traceparent"]);
        Assert.Equal(message.Scope.Account, theirs["account"] ?? "");
        Assert.Equal(message.Scope.Strategy, theirs["strategy"] ?? "");
        Assert.Equal(message.Scope.Symbol.Value, theirs["symbol"] ?? "");
        Assert.Equal(JsonValueKind.Object, ((JsonElement)theirs.Data!).ValueKind);

        var back = Formatter.EncodeStructuredModeMessage(theirs, out var contentType);
        Assert.Equal(MessageJson.MediaType, contentType.MediaType);
        Structure.AssertSame(message, MessageJson.Read(back.Span));
    }

    [Fact]
    public void Whatever_we_write_the_sdk_reads() =>
        Generated.Messages.Sample(message =>
        {
            var theirs = Formatter.DecodeStructuredModeMessage(MessageJson.Write(message with { Source = "risk" }), null, null);
            Assert.True(theirs.IsValid);
            MessageJson.Read(Formatter.EncodeStructuredModeMessage(theirs, out _).Span);
        });

    [Fact]
    public void Names_of_attributes_are_lower_case_letters_and_digits() =>
        Assert.All(Enum.GetValues<MessageAttribute>(), attribute => Assert.Matches("^[a-z0-9]{1,20}$", attribute.Name().ToString()));

    [Fact]
    public void An_event_that_somebody_makes_by_hand_is_read()
    {
        var theirs = new CloudEvent
        {
            Id = "0af7651916cd43dd8448eb211c80319c",
            Type = "risk.halt.requested",
            Source = new Uri("https://example.com/console"),
            Time = new DateTimeOffset(2026, 8, 21, 9, 35, 0, TimeSpan.FromHours(-4)),
            DataSchema = new Uri("urn:trading:schema:risk.halt.requested:1"),
            DataContentType = "application/json; charset=utf-8",
            Data = new { state = "Halted", flatten = true, reason = "enough" },
            ["account"] = "paper",
        };
        var message = MessageJson.Read(Formatter.EncodeStructuredModeMessage(theirs, out _).Span);
        Assert.Equal(new Trading.Risk.HaltRequested(Trading.Risk.TradingState.Halted, true, "enough"), message.Data);
        Assert.Equal((Scope.OfAccount("paper"), "https://example.com/console"), (message.Scope, message.Source));
        Assert.Equal((message.Id, message.Id, ""), (message.CorrelationId, message.CausationId, message.Subject));
        Assert.NotEmpty(Encoding.UTF8.GetString(MessageJson.Write(message)));
    }
}
