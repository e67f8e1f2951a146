using System.Text.Json;
using System.Text.Json.Nodes;
using Trading.MarketData;
using Trading.Orders;
using Trading.Runtime.Brokers.Schwab.Orders;
using Trading.Runtime.Brokers.Schwab.Wire;

namespace Trading.Runtime.Tests.Brokers.Schwab;

public class SchwabOrderFormTests
{
    private static readonly Gen<Price> Prices = Gen.Int[1, 500_000].Select(cents => Price.FromDecimal(cents / 100m));

    private static readonly Gen<OrderTerms> Terms =
        from side in Gen.Enum<OrderSide>()
        from quantity in Gen.Int[1, 10_000]
        from type in Gen.Enum<OrderType>()
        from life in Gen.Int[0, 4].Select(i => new[] { TimeInForce.Day, TimeInForce.GoodTilCanceled, TimeInForce.ImmediateOrCancel, TimeInForce.FillOrKill, TimeInForce.AtTheClose }[i])
        from price in Prices
        from other in Prices
        from isPercent in Gen.Bool
        from isExtended in Gen.Bool
        select new OrderTerms(side, quantity, type, type is OrderType.Market or OrderType.Limit ? life : TimeInForce.GoodTilCanceled)
        {
            LimitPrice = type is OrderType.Limit or OrderType.StopLimit ? price : null,
            StopPrice = type is OrderType.Stop or OrderType.StopLimit ? other : null,
            Trail = type is OrderType.TrailingStop ? isPercent ? Trail.OfPercent(5.5m) : Trail.OfAmount(price) : null,
            ExtendedHours = isExtended && type == OrderType.Limit && life == TimeInForce.Day,
        };

    [Fact]
    public void Terms_come_back_from_Schwabs_form_as_they_went() =>
        Terms.Sample(terms => Assert.Equal(terms, SchwabOrderForm.TermsOf(Sent(SchwabOrderForm.Of("BRK.B", terms, [])))));

    [Fact]
    public void A_bracket_is_an_order_that_triggers_a_pair_of_which_one_cancels_the_other()
    {
        var wire = SchwabOrderForm.Of(
            "AAPL", OrderTerms.Limit(OrderSide.Buy, 13, Price.Parse("190.90")),
            [OrderTerms.Stop(OrderSide.Sell, 13, Price.Parse("180")), OrderTerms.Limit(OrderSide.Sell, 13, Price.Parse("210"), TimeInForce.GoodTilCanceled)]);
        var expected = JsonNode.Parse("""
            {"session":"NORMAL","duration":"DAY","orderType":"LIMIT","price":190.9,"orderStrategyType":"TRIGGER",
             "orderLegCollection":[{"instruction":"BUY","quantity":13,"instrument":{"symbol":"AAPL","assetType":"EQUITY"}}],
             "childOrderStrategies":[{"orderStrategyType":"OCO","childOrderStrategies":[
               {"session":"NORMAL","duration":"GOOD_TILL_CANCEL","orderType":"STOP","stopPrice":180,"orderStrategyType":"SINGLE",
                "orderLegCollection":[{"instruction":"SELL","quantity":13,"instrument":{"symbol":"AAPL","assetType":"EQUITY"}}]},
               {"session":"NORMAL","duration":"GOOD_TILL_CANCEL","orderType":"LIMIT","price":210,"orderStrategyType":"SINGLE",
                "orderLegCollection":[{"instruction":"SELL","quantity":13,"instrument":{"symbol":"AAPL","assetType":"EQUITY"}}]}]}]}
            """);
        var actual = JsonNode.Parse(JsonSerializer.Serialize(wire, SchwabJson.Default.WireOrder));
        Assert.True(JsonNode.DeepEquals(expected, actual), actual!.ToJsonString());
    }

    [Fact]
    public void Shares_of_a_class_are_written_with_a_slash_and_read_with_a_dot()
    {
        Assert.Equal("BRK/B", SchwabOrderForm.SymbolText("BRK.B"));
        Assert.True(SchwabOrderForm.TrySymbol("BRK/B", out var symbol));
        Assert.Equal("BRK.B", symbol.Value);
    }

    [Theory]
    [InlineData("1.5", TimeInForce.Day, OrderType.Market)]
    [InlineData("1", TimeInForce.AtTheOpen, OrderType.Market)]
    [InlineData("1", TimeInForce.AtTheClose, OrderType.Stop)]
    public void What_Schwab_has_no_order_for_is_said_before_anything_is_sent(string quantity, TimeInForce life, OrderType type) =>
        Assert.NotNull(SchwabOrderForm.Problem(new OrderTerms(OrderSide.Buy, decimal.Parse(quantity, System.Globalization.CultureInfo.InvariantCulture), type, life)));

    [Fact]
    public void Numbers_may_come_as_texts_and_unknown_fields_are_passed_over()
    {
        var read = JsonSerializer.Deserialize("""{"orderId":"370336378","filledQuantity":"343","quantity":500.0,"tag":"X","cancelable":"false","status":"CANCELED"}""", SchwabJson.Default.WireOrder)!;
        Assert.Equal((370336378L, 343m, 500m), (read.OrderId, read.FilledQuantity, read.Quantity));
    }

    [Theory]
    [InlineData("2026-08-21T13:30:00+0000")]
    [InlineData("2026-08-21T09:30:00-0400")]
    [InlineData("2026-08-21T13:30:00.000Z")]
    [InlineData("2026-08-21T13:30:00Z")]
    public void Times_are_read_in_each_of_Schwabs_spellings(string text) =>
        Assert.Equal(new DateTimeOffset(2026, 8, 21, 13, 30, 0, TimeSpan.Zero), SchwabTime.Read(text));

    private static WireOrder Sent(WireOrder order) =>
        JsonSerializer.Deserialize(JsonSerializer.Serialize(order, SchwabJson.Default.WireOrder), SchwabJson.Default.WireOrder)!;
}
