using System.Text.Json;
using System.Text.Json.Nodes;
using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Positions;
using Trading.Risk;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Tests.Messages;

/// <summary>The state that hosts store, and the parts that messages and state share.</summary>
public class TradingJsonTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 21, 14, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_trade_is_stored_and_loaded() => Generated.Trades.Sample(AssertSurvives, iter: 500);

    [Fact]
    public void An_order_is_stored_and_loaded() => Generated.Orders.Sample(AssertSurvives, iter: 500);

    [Fact]
    public void A_ticket_is_stored_and_loaded() => Generated.Tickets.Sample(AssertSurvives, iter: 500);

    [Fact]
    public void A_plan_is_stored_and_loaded() => Generated.Plans.Sample(AssertSurvives, iter: 500);

    [Fact]
    public void A_price_is_stored_and_loaded_to_the_last_digit() =>
        Generated.Prices.Sample(price =>
        {
            var json = JsonSerializer.Serialize(price, TradingJson.Of<Price>());
            Assert.Equal(price, JsonSerializer.Deserialize(json, TradingJson.Of<Price>()));
            Assert.Equal(price.ToDecimal(), decimal.Parse(json, System.Globalization.CultureInfo.InvariantCulture));
            Assert.Matches(@"^-?\d+(\.\d*[1-9])?$", json);
        });

    [Theory]
    [InlineData("0", "0")]
    [InlineData("100", "100")]
    [InlineData("187.50", "187.5")]
    [InlineData("-0.00000001", "-0.00000001")]
    [InlineData("92233720368.54775807", "92233720368.54775807")]
    public void A_price_is_a_plain_number(string price, string json) => Assert.Equal(json, JsonSerializer.Serialize(Price.Parse(price), TradingJson.Of<Price>()));

    [Fact]
    public void A_scope_of_any_width_is_stored_and_loaded() => Generated.Scopes.Sample(AssertSurvives);

    [Fact]
    public void A_scope_names_only_its_parts()
    {
        Assert.Equal("{}", JsonSerializer.Serialize(Scope.Desk, TradingJson.Of<Scope>()));
        Assert.Equal("""{"account":"paper"}""", JsonSerializer.Serialize(Scope.OfAccount("paper"), TradingJson.Of<Scope>()));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"paper\"")]
    [InlineData("""{"account":7}""")]
    [InlineData("""{"account":""}""")]
    [InlineData("""{"account":"Paper"}""")]
    [InlineData("""{"strategy":"two words"}""")]
    [InlineData("""{"symbol":""}""")]
    [InlineData("""{"symbol":"a b"}""")]
    [InlineData("""{"account":"a","account":"b"}""")]
    public void What_is_no_scope_is_refused(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, TradingJson.Of<Scope>()));

    [Fact]
    public void A_history_is_an_array_of_its_transitions()
    {
        var history = History<TradeState>.Empty.Append(new(TradeState.Scanning, TradeState.Signaled, "entry signaled", "EMA crossed", Now, new MessageId(7)));
        var json = JsonSerializer.Serialize(history, TradingJson.Of<History<TradeState>>());
        Assert.Equal(
            """[{"from":"Scanning","to":"Signaled","event":"entry signaled","reason":"EMA crossed","time":"2026-08-21T14:00:00Z","messageId":"00000000000000000000000000000007"}]""",
            json);
        Structure.AssertSame(history, JsonSerializer.Deserialize(json, TradingJson.Of<History<TradeState>>()));
        Assert.Empty(JsonSerializer.Deserialize("[]", TradingJson.Of<History<TradeState>>())!);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("{}", TradingJson.Of<History<TradeState>>()));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("[null]", TradingJson.Of<History<TradeState>>()));
    }

    [Theory]
    [InlineData(typeof(StopPolicy.Fixed), """{"kind":"fixed","price":184.5}""")]
    [InlineData(typeof(StopPolicy.AverageTrueRange), """{"kind":"atr","period":14,"multiple":2.5}""")]
    [InlineData(typeof(StopPolicy.Trailing), """{"kind":"trailing","trail":{"percent":1.5}}""")]
    [InlineData(typeof(StopPolicy.BreakEven), """{"kind":"breakEven","afterRisk":1,"offset":0.02}""")]
    [InlineData(typeof(StopPolicy.ProfitTarget), """{"kind":"profitTarget","risk":2}""")]
    [InlineData(typeof(StopPolicy.TimeLimit), """{"kind":"timeLimit","after":"04:00:00"}""")]
    public void A_stop_policy_tells_its_kind(Type type, string json)
    {
        var policy = JsonSerializer.Deserialize(json, TradingJson.Of<StopPolicy>());
        Assert.IsType(type, policy);
        Assert.Equal(json, JsonSerializer.Serialize(policy, TradingJson.Of<StopPolicy>()));
    }

    [Fact]
    public void A_trade_on_its_way_is_the_same_trade_after_each_step_through_the_store()
    {
        var scope = new Scope("paper", "trend", new Symbol("BRK.B"));
        var plan = ((EntrySignaled)Wire.Example(EventNames.EntrySignaled).Data).Plan with { SignaledAt = Now };
        var (trade, _) = TradeLifecycle.Begin(TradeId.Of(MessageId.From("signal"), Now, scope), scope, new EntrySignaled(plan), TradeSettings.Default, At(0));
        AssertSurvives(trade);
        trade = TradeLifecycle.On(Stored(trade), new TradeApproved(trade.Id, 100, Now.AddMinutes(1)), At(1)).State;
        AssertSurvives(trade);
        var entry = trade.Orders[0];
        trade = TradeLifecycle.On(Stored(trade), new OrderReport(entry.Id, trade.Id, entry.Role, OrderState.Filled, entry.Terms, 100, 18_750m, 0.35m, "", 1), At(2)).State;
        AssertSurvives(trade);
        Assert.Equal((TradeState.Open, 100m, 4), (Stored(trade).State, Stored(trade).Held, Stored(trade).History.Count));
    }

    [Fact]
    public void A_field_without_which_the_state_would_be_another_is_missed()
    {
        var ticket = ((SubmitRequested)Wire.Example(EventNames.SubmitRequested).Data).Ticket;
        var whole = JsonSerializer.SerializeToNode(OrderLifecycle.Begin(ticket, At(0)).State, TradingJson.Of<Order>())!.AsObject();
        foreach (var field in (string[])["ticket", "state", "terms", "replacements", "filled", "filledValue", "fees", "executions", "reportedFilled", "reports", "history"])
        {
            var part = whole.DeepClone().AsObject();
            Assert.True(part.Remove(field), $"{field} is not written");
            Assert.Contains($"'{field}'", Assert.Throws<JsonException>(() => part.Deserialize(TradingJson.Of<Order>())).Message);
        }
    }

    [Fact]
    public void No_enum_is_read_from_a_number_or_a_list_and_none_is_written_without_a_name()
    {
        var enums = typeof(Message).Assembly.GetTypes()
            .Where(type => type.IsEnum && TradingJson.Options.TryGetTypeInfo(type, out _)).ToArray();
        Assert.Contains(typeof(OrderSide), enums);
        foreach (var type in enums)
        {
            var names = Enum.GetNames(type);
            var info = TradingJson.Options.GetTypeInfo(type);
            foreach (var name in names) Assert.Equal($"\"{name}\"", JsonSerializer.Serialize(JsonSerializer.Deserialize($"\"{name}\"", info), info));
            foreach (var bad in (string[])["0", "1", "\"1\"", $"\"{names[0].ToLowerInvariant()}\"", $"\"{names[0]}, {names[1]}\"", "null", "\"\"", "[]"])
                Assert.Contains(names[0], Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(bad, info)).Message);
            Assert.Throws<JsonException>(() => JsonSerializer.Serialize(Enum.ToObject(type, 99), info));
        }
    }

    [Fact]
    public void Ids_and_symbols_may_be_keys() =>
        Gen.Select(Generated.TradeIds, Generated.OrderIds, Generated.Symbols).Sample((trade, order, symbol) =>
        {
            AssertKey(trade);
            AssertKey(order);
            AssertKey(symbol);
        });

    [Fact]
    public void A_type_that_is_not_listed_is_not_guessed_at() => Assert.Throws<NotSupportedException>(() => TradingJson.Of<Version>());

    private static void AssertKey<T>(T key)
        where T : notnull
    {
        var converter = (System.Text.Json.Serialization.JsonConverter<T>)TradingJson.Of<T>().Converter;
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            converter.WriteAsPropertyName(writer, key, TradingJson.Options);
            writer.WriteNullValue();
            writer.WriteEndObject();
        }
        var reader = new Utf8JsonReader(stream.ToArray());
        reader.Read();
        reader.Read();
        Assert.Equal(key, converter.ReadAsPropertyName(ref reader, typeof(T), TradingJson.Options));
    }

    private static Stamp At(int second) => new(Now.AddSeconds(second), MessageId.From("message", second));

    private static T Stored<T>(T value) => JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(value, TradingJson.Of<T>()), TradingJson.Of<T>())!;

    private static void AssertSurvives<T>(T value) => Structure.AssertSame(value, Stored(value));
}
