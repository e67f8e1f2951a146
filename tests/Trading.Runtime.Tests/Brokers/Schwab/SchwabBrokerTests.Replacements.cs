using System.Text.Json.Nodes;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Orders;
using Trading.Runtime.Brokers.Schwab;

namespace Trading.Runtime.Tests.Brokers.Schwab;

public sealed partial class SchwabBrokerTests
{
    [Fact]
    public async Task A_replacement_is_sent_for_what_is_left_and_told_with_what_was_filled_before()
    {
        _wire.Serves(_orders, (request, body) => request == Post ? Wire.Created(Take(body)) : null);
        await _wire.Broker.SubmitAsync(Entry(), _stop.Token);
        _orders[0]["filledQuantity"] = 4;
        _orders[0]["orderActivityCollection"] = JsonNode.Parse("""[{"activityId":1,"executionType":"FILL","quantity":4,"executionLegs":[{"quantity":4,"price":100,"time":"2026-08-21T14:00:00+0000"}]}]""");
        _wire.Serves(_orders, (request, body) =>
        {
            if (!request.StartsWith("PUT", StringComparison.Ordinal)) return null;
            _orders[0]["status"] = "REPLACED";
            return Wire.Created(Take(body));
        });
        var terms = Entry().Terms with { LimitPrice = Price.Parse("102") };
        var replaced = (await _wire.Broker.ReplaceAsync(Entry().Id.Value, "1000", Entry().Id.ClientOrderId(1), terms, _stop.Token)).Value!;
        Assert.Equal(6m, (decimal?)_orders[1]["orderLegCollection"]![0]!["quantity"]);
        Assert.Equal((terms, 4m, "1000-1", OrderState.PartiallyFilled), (replaced.Terms, replaced.Filled, replaced.Fills[0].ExecutionId, replaced.State));
        var old = (await _wire.Broker.FindAsync(Entry().Id.Value, null, _stop.Token)).Value!;
        Assert.Equal(((OrderState?)null, "1001"), (old.State, old.ReplacedBy));
        Assert.Equal(["1001"], (await _wire.Broker.OrdersAsync(Wire.Now, _stop.Token)).Value.Select(order => order.BrokerOrderId));
    }

    [Fact]
    public async Task A_replacement_whose_predecessor_cannot_be_read_is_listed_without_a_state_and_the_other_orders_as_they_are()
    {
        _wire.Serves(_orders, (request, body) => request == Post ? Wire.Created(Take(body)) : null);
        await _wire.Broker.SubmitAsync(Entry(1), _stop.Token);
        await _wire.Broker.SubmitAsync(Entry(2), _stop.Token);
        _wire.Serves(_orders, (request, body) =>
        {
            if (request.EndsWith("/orders/1000", StringComparison.Ordinal)) return request.StartsWith("PUT", StringComparison.Ordinal) ? Replaced(body) : Readable() ? null : Wire.Status(404, """{"message":"Order not found"}""");
            return null;
        });
        await _wire.Broker.ReplaceAsync(Entry(1).Id.Value, "1000", Entry(1).Id.ClientOrderId(1), Entry(1).Terms with { LimitPrice = Price.Parse("102") }, _stop.Token);

        var listed = await _wire.Broker.OrdersAsync(Wire.Now, _stop.Token);

        Assert.True(listed.IsDone, listed.Reason);
        Assert.Equal(
            [(Entry(2).Id.Value, OrderState.Accepted), (Entry(1).Id.ClientOrderId(1), default(OrderState?))],
            listed.Value.Select(order => (order.ClientOrderId, order.State)));
        Assert.Equal((0m, true), (listed.Value[1].Filled, listed.Value[1].Fills.IsEmpty));
        await _wire.Broker.OrdersAsync(Wire.Now, _stop.Token);
        Assert.Contains("1002", Assert.Single(_wire.Alarms, alarm => alarm.Code == SchwabCodes.Unreadable).Text, StringComparison.Ordinal);

        HttpResponseMessage Replaced(string body)
        {
            _orders[0]["status"] = "REPLACED";
            return Wire.Created(Take(body));
        }

        bool Readable() => (string?)_orders[0]["status"] != "REPLACED";
    }

    [Fact]
    public async Task An_attached_stop_that_is_moved_keeps_the_size_that_Schwab_gave_it()
    {
        _wire.Serves(_orders, (request, body) => request == Post ? Wire.Created(Take(body)) : null);
        await _wire.Broker.SubmitAsync(Bracket(), _stop.Token);
        var stop = _orders[0]["childOrderStrategies"]![0]!["childOrderStrategies"]![0]!.AsObject();
        (stop["status"], stop["quantity"], stop["orderLegCollection"]![0]!["quantity"]) = ("WORKING", 4, 4); // four of ten came in, the rest was canceled
        _wire.Serves(_orders, (request, body) =>
        {
            if (!request.StartsWith("PUT", StringComparison.Ordinal)) return null;
            stop["status"] = "REPLACED";
            return Wire.Created(Take(body));
        });
        var ticket = Bracket().Attached[0];
        var moved = await _wire.Broker.ReplaceAsync(ticket.Id.Value, null, ticket.Id.ClientOrderId(1), ticket.Terms with { StopPrice = Price.Parse("96") }, _stop.Token);
        Assert.Equal(4m, (decimal?)_orders[1]["orderLegCollection"]![0]!["quantity"]);
        Assert.Equal(ticket.Terms with { StopPrice = Price.Parse("96"), Quantity = 4 }, moved.Value?.Terms);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task An_order_whose_replacement_never_came_to_be_is_found_and_canceled_under_its_name(int refusal)
    {
        _wire.Serves(_orders, (request, body) => request == Post ? Wire.Created(Take(body)) : null);
        await _wire.Broker.SubmitAsync(Entry(), _stop.Token);
        _wire.Serves(_orders, (request, _) => request.Split(' ')[0] switch
        {
            "PUT" => Wire.Status(refusal),
            "DELETE" => Canceled(),
            _ => null,
        });
        var asked = Entry().Id.ClientOrderId(1);
        Assert.False((await _wire.Broker.ReplaceAsync(Entry().Id.Value, "1000", asked, Entry().Terms with { LimitPrice = Price.Parse("102") }, _stop.Token)).IsDone);
        _wire.Clock.Advance(TimeSpan.FromSeconds(21));

        Assert.Equal(BrokerOutcome.NotFound, (await _wire.Broker.FindAsync(asked, null, _stop.Token)).Outcome);
        Assert.Equal(Entry().Id.Value, (await _wire.Broker.FindAsync(asked, "1000", _stop.Token)).Value?.ClientOrderId);
        var canceled = await _wire.Broker.CancelAsync(asked, "1000", _stop.Token);
        Assert.Equal((BrokerOutcome.Done, OrderState.Canceled), (canceled.Outcome, canceled.Value?.State));

        HttpResponseMessage Canceled()
        {
            _orders[0]["status"] = "CANCELED";
            return Wire.Status(200);
        }
    }
}
