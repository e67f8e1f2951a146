using System.Globalization;
using System.Text.Json.Nodes;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Brokers.Schwab;
using Trading.Runtime.Resilience;
using Trading.Trades;

namespace Trading.Runtime.Tests.Brokers.Schwab;

public sealed partial class SchwabBrokerTests : IDisposable
{
    private static readonly Scope Apple = new("main", "trend", "AAPL");
    private static readonly TradeId Trade = TradeId.Of(MessageId.From("test"), Wire.Now, Apple);
    private static readonly string Post = $"POST /trader/v1/accounts/{Wire.Hash}/orders";

    private readonly CancellationTokenSource _stop = new();
    private readonly Wire _wire = new();
    private readonly List<JsonObject> _orders = [];
    private long _next = 1000;

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task An_order_is_known_by_the_id_in_the_Location_header()
    {
        _wire.Serves(_orders, (request, body) => request == Post ? Wire.Created(Take(body)) : null);
        var order = (await _wire.Broker.SubmitAsync(Entry(), _stop.Token)).Value!;
        Assert.Equal(("1000", Entry().Id.Value, OrderState.Accepted), (order.BrokerOrderId, order.ClientOrderId, order.State));
        Assert.Equal(Entry().Terms, order.Terms);
    }

    [Fact]
    public async Task Without_a_Location_header_the_order_is_found_by_what_it_is()
    {
        _wire.Serves(_orders, (request, body) => request == Post && Take(body) > 0 ? Wire.Created(null) : null);
        Assert.Equal("1000", (await _wire.Broker.SubmitAsync(Entry(), _stop.Token)).Value!.BrokerOrderId);
    }

    [Fact]
    public async Task A_Location_header_that_names_another_order_is_not_believed()
    {
        Take(Sell(), "FILLED");
        _wire.Serves(_orders, (request, body) => request == Post && Take(body) > 0 ? Wire.Created(1000) : null);
        Assert.Equal("1001", (await _wire.Broker.SubmitAsync(Entry(), _stop.Token)).Value!.BrokerOrderId);
    }

    [Fact]
    public async Task A_Location_header_that_names_an_order_nobody_can_read_is_not_believed_either()
    {
        _wire.Serves(_orders, (request, body) => request == Post && Take(body) > 0 ? Wire.Created(4711) : null);
        Assert.Equal("1000", (await _wire.Broker.SubmitAsync(Entry(), _stop.Token)).Value!.BrokerOrderId);
        Assert.Equal(BrokerOutcome.AlreadyExists, (await _wire.Broker.SubmitAsync(Entry(), _stop.Token)).Outcome);
        Assert.Single(_wire.Requests, request => request == Post);
    }

    [Fact]
    public async Task An_order_that_Schwab_took_and_does_not_show_yet_is_not_sent_again()
    {
        _wire.Serves(_orders, (request, _) => request == Post ? Wire.Created(1000) : null);
        Assert.Equal(BrokerOutcome.NoAnswer, (await _wire.Broker.SubmitAsync(Entry(), _stop.Token)).Outcome);
        _wire.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((BrokerOutcome.NoAnswer, SchwabCodes.NotSettled), await FindAsync(Entry()));
        Assert.Equal(BrokerOutcome.NoAnswer, (await _wire.Broker.SubmitAsync(Entry(), _stop.Token)).Outcome);
        Assert.Single(_wire.Requests, request => request == Post);
    }

    [Fact]
    public async Task An_order_that_is_known_at_Schwab_is_not_sent_again_though_it_cannot_be_read()
    {
        _wire.Serves(_orders, (request, body) => request == Post ? Wire.Created(Take(body)) : null);
        await _wire.Broker.SubmitAsync(Entry(), _stop.Token);
        _orders.Clear();
        Assert.Equal(BrokerOutcome.NoAnswer, (await _wire.Broker.SubmitAsync(Entry(), _stop.Token)).Outcome);
        Assert.Single(_wire.Requests, request => request == Post);
    }

    [Fact]
    public async Task A_list_of_orders_that_is_not_there_says_nothing_of_any_order()
    {
        var isListed = true;
        _wire.Serves(_orders, (request, _) => request == Post ? Wire.Status(503) : !isListed && request.Contains("/orders?", StringComparison.Ordinal) ? Wire.Status(404, """{"message":"no Route matched"}""") : null);
        await _wire.Broker.SubmitAsync(Entry(), _stop.Token);
        _wire.Clock.Advance(TimeSpan.FromMinutes(1));
        isListed = false;
        Assert.Equal(BrokerOutcome.NoAnswer, (await FindAsync(Entry())).Item1);
        Assert.Equal(BrokerOutcome.NoAnswer, (await _wire.Broker.SubmitAsync(Entry(), _stop.Token)).Outcome);
        Assert.Single(_wire.Requests, request => request == Post);
    }

    [Fact]
    public async Task An_account_that_is_not_there_says_nothing_of_any_order()
    {
        _wire.Serves(_orders, (request, _) => request == Post ? Wire.Status(503) : null);
        await _wire.Broker.SubmitAsync(Entry(), _stop.Token);
        _wire.Clock.Advance(TimeSpan.FromMinutes(1));
        _wire.Restart();
        _wire.Serves(_orders, (request, _) => request.EndsWith("/accountNumbers", StringComparison.Ordinal) ? Wire.Status(404, """{"message":"no Route matched"}""") : null);
        Assert.Equal(BrokerOutcome.NoAnswer, (await FindAsync(Entry())).Item1);
    }

    [Fact]
    public async Task A_404_that_is_no_word_of_Schwabs_says_nothing_of_an_order()
    {
        _wire.Serves(_orders, (request, body) => request == Post ? Wire.Created(Take(body)) : null);
        await _wire.Broker.SubmitAsync(Entry(), _stop.Token);
        _wire.Serves(_orders, (request, _) => request.EndsWith("/orders/1000", StringComparison.Ordinal) ? Wire.Status(404, "<html><h1>Not Found</h1></html>") : null);
        var finding = FindAsync(Entry());
        while (!finding.IsCompleted) _wire.Clock.Advance(TimeSpan.FromSeconds(1)); // it is read again some times
        Assert.Equal((BrokerOutcome.NoAnswer, "HTTP_404"), await finding);
    }

    [Fact]
    public async Task Of_two_processes_that_come_to_one_order_at_the_same_moment_one_sends_it()
    {
        var second = new SchwabConnection(
            _wire.Options, _wire, _wire.Store, new Late(_wire.State, async () => await _wire.Broker.SubmitAsync(Entry(), _stop.Token)), _wire.Breakers, new InMemoryRateLimits(), _wire, new NyseCalendar(), _wire.Clock);
        _wire.Serves(_orders, (request, body) => request == Post && Take(body) > 0 ? throw new HttpRequestException("reset") : null);
        Assert.Equal(BrokerOutcome.NoAnswer, (await second.Broker.SubmitAsync(Entry(), _stop.Token)).Outcome);
        Assert.Single(_orders);
    }

    [Fact]
    public async Task An_order_whose_answer_was_lost_is_found_after_a_crash_and_not_sent_again()
    {
        _wire.Serves(_orders, (request, body) => request == Post && Take(body) > 0 ? throw new HttpRequestException("reset") : null);
        Assert.Equal(BrokerOutcome.NoAnswer, (await _wire.Broker.SubmitAsync(Entry(), _stop.Token)).Outcome);
        _wire.Restart();
        var found = await _wire.Broker.FindAsync(Entry().Id.Value, null, _stop.Token);
        Assert.Equal(("1000", Entry().Id.Value), (found.Value!.BrokerOrderId, found.Value.ClientOrderId));
        Assert.Equal(BrokerOutcome.AlreadyExists, (await _wire.Broker.SubmitAsync(Entry(), _stop.Token)).Outcome);
        Assert.Single(_wire.Requests, request => request == Post);
    }

    [Fact]
    public async Task That_an_order_is_not_there_is_said_only_when_it_has_had_time_to_appear()
    {
        _wire.Serves(_orders, (request, _) => request == Post ? Wire.Status(503) : null);
        Assert.Equal(BrokerOutcome.NoAnswer, (await _wire.Broker.SubmitAsync(Entry(), _stop.Token)).Outcome);
        Assert.Equal((BrokerOutcome.NoAnswer, SchwabCodes.NotSettled), await FindAsync(Entry()));
        Assert.Equal(BrokerOutcome.NoAnswer, (await _wire.Broker.SubmitAsync(Entry(), _stop.Token)).Outcome); // asks, does not send
        _wire.Clock.Advance(TimeSpan.FromSeconds(21));
        Assert.Equal((BrokerOutcome.NotFound, ""), await FindAsync(Entry()));
        Assert.Single(_wire.Requests, request => request == Post);
    }

    [Fact]
    public async Task Two_orders_that_fit_a_lost_answer_halt_what_would_open_more()
    {
        _wire.Serves(_orders, (request, body) => request == Post && Take(body) + Take(body) > 0 ? throw new HttpRequestException("reset") : null);
        await _wire.Broker.SubmitAsync(Entry(), _stop.Token);
        Assert.Equal((BrokerOutcome.NoAnswer, SchwabCodes.AmbiguousOrder), await FindAsync(Entry()));
        Assert.Contains(_wire.Alarms, alarm => alarm is { Code: SchwabCodes.AmbiguousOrder, HaltsTrading: true });
        Assert.Equal(SchwabCodes.AmbiguousOrder, (await _wire.Broker.SubmitAsync(Entry(2), _stop.Token)).Code);
        _wire.Serves(_orders, (request, body) => request == Post ? Wire.Created(Take(body)) : null);
        Assert.True((await _wire.Broker.SubmitAsync(Exit(), _stop.Token)).IsDone); // out is always allowed
    }

    [Fact]
    public async Task Orders_alike_that_belong_to_other_intents_are_no_match()
    {
        _wire.Serves(_orders, (request, body) => request == Post ? Wire.Created(Take(body)) : null);
        await _wire.Broker.SubmitAsync(Entry(1), _stop.Token);
        _wire.Serves(_orders, (request, body) => request == Post && Take(body) > 0 ? throw new HttpRequestException("reset") : null);
        await _wire.Broker.SubmitAsync(Entry(2), _stop.Token);
        Assert.Equal("1001", (await _wire.Broker.FindAsync(Entry(2).Id.Value, null, _stop.Token)).Value!.BrokerOrderId);
        Assert.Empty(_wire.Alarms);
    }

    [Fact]
    public async Task A_refused_order_is_surely_not_there()
    {
        _wire.Serves(_orders, (request, _) => request == Post ? Wire.Status(400, """{"message":"A validation problem","errors":["stopPrice is wrong"]}""") : null);
        var refused = await _wire.Broker.SubmitAsync(Entry(), _stop.Token);
        Assert.Equal((BrokerOutcome.Refused, "A validation problem; stopPrice is wrong"), (refused.Outcome, refused.Reason));
        Assert.Equal(BrokerOutcome.NotFound, (await FindAsync(Entry())).Item1);
        Assert.Equal(BrokerOutcome.NotFound, (await FindAsync(Entry(7))).Item1);
    }

    [Fact]
    public async Task The_legs_of_a_bracket_have_our_ids_as_soon_as_the_parent_is_seen()
    {
        _wire.Serves(_orders, (request, body) => request == Post ? Wire.Created(Take(body)) : null);
        var ticket = Bracket();
        var order = (await _wire.Broker.SubmitAsync(ticket, _stop.Token)).Value!;
        Assert.Equal(ticket.Attached.Select(leg => leg.Id.Value).Order(), order.Legs.Select(leg => leg.ClientOrderId).Order());
        var stop = await _wire.Broker.FindAsync(ticket.Attached[0].Id.Value, null, _stop.Token);
        Assert.Equal((OrderState.PendingSubmission, OrderType.Stop), (stop.Value!.State, stop.Value.Terms.Type));
        Assert.Equal(3, (await _wire.Broker.OrdersAsync(Wire.Now, _stop.Token)).Value.Length);
    }

    [Fact]
    public async Task Executions_are_told_with_their_own_ids_and_a_count_without_them_is_only_counted()
    {
        Take(Sell(), "WORKING");
        _orders[0]["filledQuantity"] = 7;
        _orders[0]["orderActivityCollection"] = JsonNode.Parse("""
            [{"activityType":"EXECUTION","activityId":44,"executionType":"FILL","quantity":4,"orderRemainingQuantity":6,
              "executionLegs":[{"legId":1,"quantity":4,"price":101.25,"time":"2026-08-21T14:00:01+0000"}]}]
            """);
        _wire.Serves(_orders);
        var order = (await _wire.Broker.FindAsync("unknown", "1000", _stop.Token)).Value!;
        Assert.Equal((OrderState.PartiallyFilled, 7m), (order.State, order.Filled));
        Assert.Equal(new Fill("1000-44", OrderSide.Sell, 4, Price.Parse("101.25"), 0, Wire.Now.AddSeconds(1)), Assert.Single(order.Fills));
    }

    [Fact]
    public async Task An_unknown_status_changes_nothing_and_is_told_a_person_once()
    {
        Take(Sell(), "HELD_BY_MARTIANS");
        _wire.Serves(_orders);
        Assert.Null((await _wire.Broker.FindAsync("x", "1000", _stop.Token)).Value!.State);
        await _wire.Broker.FindAsync("x", "1000", _stop.Token);
        Assert.Single(_wire.Alarms, alarm => alarm.Code == SchwabCodes.UnknownStatus);
    }

    [Fact]
    public async Task More_orders_than_Schwab_tells_at_once_are_asked_for_in_parts()
    {
        const int Most = 3000, Minutes = 10_000;
        for (var i = 0; i < Minutes; i++)
        {
            var id = Take(Sell(), i == 0 ? "WORKING" : "FILLED");
            _orders[i]["enteredTime"] = Wire.Now.AddMinutes(i - Minutes).ToString("yyyy-MM-dd'T'HH:mm:ss'+0000'", CultureInfo.InvariantCulture);
            if (i > 0) _orders[i]["closeTime"] = _orders[i]["enteredTime"]!.DeepClone();
            Assert.Equal(1000 + i, id);
        }
        _wire.Serves(_orders, (request, _) =>
        {
            if (!request.Contains("/orders?", StringComparison.Ordinal)) return null;
            var query = System.Web.HttpUtility.ParseQueryString(request[request.IndexOf('?', StringComparison.Ordinal)..]);
            DateTimeOffset from = DateTimeOffset.Parse(query["fromEnteredTime"]!, CultureInfo.InvariantCulture), to = DateTimeOffset.Parse(query["toEnteredTime"]!, CultureInfo.InvariantCulture);
            var newest = _orders.Where(order => DateTimeOffset.Parse((string)order["enteredTime"]!, CultureInfo.InvariantCulture) is var time && time >= from && time <= to).Reverse();
            return Wire.Json(new JsonArray([.. newest.Take(Most).Select(order => order.DeepClone())]).ToJsonString());
        });

        var listed = await _wire.Broker.OrdersAsync(Wire.Now.AddMinutes(-10), _stop.Token);

        Assert.True(listed.IsDone, listed.Reason);
        Assert.Equal(["1000", .. Enumerable.Range(0, 10).Select(i => $"{1000 + Minutes - 10 + i}")], listed.Value.Select(order => order.BrokerOrderId));
    }

    [Fact]
    public async Task So_many_orders_at_one_time_that_some_stay_untold_are_no_list_and_a_person_is_told()
    {
        for (var i = 0; i < 3000; i++) Take(Sell(), "FILLED");
        _wire.Serves(_orders);

        Assert.Equal((BrokerOutcome.NoAnswer, SchwabCodes.TooManyOrders), await _wire.Broker.OrdersAsync(Wire.Now, _stop.Token) is var listed ? (listed.Outcome, listed.Code) : default);
    }

    [Fact]
    public async Task A_cancel_that_comes_too_late_is_told_as_such()
    {
        Take(Sell(), "FILLED");
        _wire.Serves(_orders, (request, _) => request.StartsWith("DELETE", StringComparison.Ordinal) ? Wire.Status(400, """{"message":"Order cannot be canceled"}""") : null);
        Assert.Equal(BrokerOutcome.NoLongerOpen, (await _wire.Broker.CancelAsync("x", "1000", _stop.Token)).Outcome);
        Assert.Equal(BreakerState.Closed, (await _wire.Breakers.StatusAsync(BreakerNames.Schwab, _stop.Token)).State);
    }

    [Fact]
    public async Task Positions_and_balances_are_told_without_the_accounts_number()
    {
        _wire.Serves(_orders, (request, _) => request.StartsWith($"GET /trader/v1/accounts/{Wire.Hash}", StringComparison.Ordinal) && !request.Contains("orders", StringComparison.Ordinal) ? Wire.Json("""
            {"securitiesAccount":{"type":"MARGIN","accountNumber":"12345678","currentBalances":{"cashBalance":1000.5,"liquidationValue":3000.25,"buyingPower":6000},
             "positions":[{"longQuantity":10,"shortQuantity":0,"averagePrice":101.5,"instrument":{"assetType":"EQUITY","symbol":"AAPL"}},
                          {"longQuantity":0,"shortQuantity":3,"averagePrice":50,"instrument":{"assetType":"EQUITY","symbol":"BRK/B"}},
                          {"longQuantity":1,"instrument":{"assetType":"OPTION","symbol":"AAPL  260918C00100000"}}]}}
            """) : null);
        Assert.Equal([new BrokerPosition("AAPL", 10, 101.5m), new BrokerPosition("BRK.B", -3, 50)], (await _wire.Broker.PositionsAsync(_stop.Token)).Value);
        Assert.Equal(new BrokerAccount("...5678", 1000.5m, 3000.25m, 6000, false, true), (await _wire.Broker.AccountAsync(_stop.Token)).Value);
    }

    [Fact]
    public async Task An_account_among_several_must_be_chosen()
    {
        _wire.Answers = (_, _) => Wire.Json("""[{"accountNumber":"11112222","hashValue":"A"},{"accountNumber":"33334444","hashValue":"B"}]""");
        var unclear = await _wire.Broker.AccountAsync(_stop.Token);
        Assert.Equal(SchwabCodes.AccountUnclear, unclear.Code);
        Assert.Contains("...2222, ...4444", unclear.Reason, StringComparison.Ordinal);
    }

    private static OrderTicket Entry(int attempt = 1) => new(new OrderId(Trade, OrderRole.Entry, attempt), Trade, Apple, OrderRole.Entry, OrderTerms.Limit(OrderSide.Buy, 10, Price.Parse("101")));

    private static OrderTicket Exit() => new(new OrderId(Trade, OrderRole.Exit, 1), Trade, Apple, OrderRole.Exit, OrderTerms.Market(OrderSide.Sell, 10));

    private static OrderTicket Bracket()
    {
        var entry = Entry();
        return entry with
        {
            Attached =
            [
                new(new OrderId(Trade, OrderRole.Stop, 1), Trade, Apple, OrderRole.Stop, OrderTerms.Stop(OrderSide.Sell, 10, Price.Parse("95"))) { Parent = entry.Id },
                new(new OrderId(Trade, OrderRole.Target, 1), Trade, Apple, OrderRole.Target, OrderTerms.Limit(OrderSide.Sell, 10, Price.Parse("120"), TimeInForce.GoodTilCanceled)) { Parent = entry.Id },
            ],
        };
    }

    private static string Sell() => """
        {"session":"NORMAL","duration":"DAY","orderType":"LIMIT","price":101.25,"orderStrategyType":"SINGLE",
         "orderLegCollection":[{"instruction":"SELL","quantity":10,"instrument":{"symbol":"AAPL","assetType":"EQUITY"}}]}
        """;

    /// <summary>Takes an order in as Schwab does and returns its id.</summary>
    private long Take(string body, string status = "WORKING")
    {
        var order = JsonNode.Parse(body)!.AsObject();
        Number(order, status);
        _orders.Add(order);
        return (long)order["orderId"]!;
    }

    private void Number(JsonObject order, string status)
    {
        order["orderId"] = _next++;
        order["status"] = status;
        order["quantity"] = order["orderLegCollection"]?[0]?["quantity"]?.DeepClone();
        order["filledQuantity"] = status == "FILLED" ? order["quantity"]?.DeepClone() : 0;
        order["enteredTime"] = Wire.Now.ToString("yyyy-MM-dd'T'HH:mm:ss'+0000'", CultureInfo.InvariantCulture);
        foreach (var child in order["childOrderStrategies"]?.AsArray() ?? []) Number(child!.AsObject(), "AWAITING_PARENT_ORDER");
    }

    private async Task<(BrokerOutcome, string)> FindAsync(OrderTicket ticket) =>
        await _wire.Broker.FindAsync(ticket.Id.Value, null, _stop.Token) is var answer ? (answer.Outcome, answer.Code) : default;

    /// <summary>The store as one sees it who has looked, and before whom another comes then.</summary>
    private sealed class Late(IStateStore store, Func<Task> other) : IStateStore
    {
        private bool _hasCome;

        public async ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
            where T : class
        {
            var seen = await store.LoadAsync<T>(key, cancellation);
            if (!_hasCome)
            {
                _hasCome = true;
                await other();
            }
            return seen;
        }

        public ValueTask<bool> TrySaveAsync<T>(StateKey key, T value, long expectedVersion, CancellationToken cancellation)
            where T : class => store.TrySaveAsync(key, value, expectedVersion, cancellation);
    }
}
