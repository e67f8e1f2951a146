using System.Text;
using System.Text.Json.Nodes;
using Trading.Alpaca.Wire;

namespace Trading.Alpaca.Tests.Wire;

public sealed class UnknownWordsTests
{
    private const string Order = """{"id":"0f4c1f06-4b1d-4f5a-8f0e-000000000001","client_order_id":"x","status":"new","type":"limit","time_in_force":"day","order_class":"simple"}""";

    private readonly UnknownWords _words = new();

    [Theory]
    [InlineData("something_new", "new", "event 'something_new'")]
    [InlineData("new", "something_new", "status 'something_new'")]
    [InlineData("odd", "something_new", "event 'odd', status 'something_new'")]
    public void Words_of_a_message_stay_with_it_though_the_order_is_told_anew_before_it_is_read(string happened, string status, string words)
    {
        var message = Tame($$$"""{"stream":"trade_updates","data":{"event":"{{{happened}}}","order":{{{Order.Replace("\"new\"", $"\"{status}\"", StringComparison.Ordinal)}}}}}""");
        Tame(Order);

        var execution = Guid.Parse((string)message["data"]!["execution_id"]!);
        Assert.Equal(words, _words.TakeOf(execution));
        Assert.Null(_words.TakeOf(execution));
    }

    [Fact]
    public void Message_that_is_known_is_left_as_it_came()
    {
        var json = Encoding.UTF8.GetBytes($$$"""{"stream":"trade_updates","data":{"event":"new","execution_id":"7b0e1e9c-4b1d-4f5a-8f0e-000000000002","order":{{{Order}}}}}""");

        Assert.Same(json, _words.Tame(json));
        Assert.Null(_words.TakeOf(Guid.Parse("7b0e1e9c-4b1d-4f5a-8f0e-000000000002")));
    }

    [Fact]
    public void Status_of_an_order_is_unknown_until_it_is_told_with_words_that_are()
    {
        var id = Guid.Parse("0f4c1f06-4b1d-4f5a-8f0e-000000000001");
        Tame(Order.Replace("\"new\"", "\"something_new\"", StringComparison.Ordinal));
        Assert.Equal("status 'something_new'", _words.Of(id));
        Tame(Order);
        Assert.Null(_words.Of(id));
    }

    private JsonNode Tame(string json) => JsonNode.Parse(_words.Tame(Encoding.UTF8.GetBytes(json)))!;
}
