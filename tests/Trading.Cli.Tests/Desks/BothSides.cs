using Trading.Agents.Ports;
using Trading.Orders;
using Trading.Runtime.Desks;
using Trading.Runtime.Lifecycles;
using Trading.Runtime.Redis;

namespace Trading.Cli.Tests.Desks;

/// <summary>What an exchange has, against what a desk over Redis has booked, once everything has ended.</summary>
internal static class BothSides
{
    public static async Task CompareAsync(string socket, RedisDesk memory)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var exchange = await RemotePaper.ConnectAsync(socket, TimeProvider.System, cancellation);
        var atExchange = (await exchange.OrdersAsync(DateTimeOffset.MinValue, cancellation)).Value;
        Assert.NotEmpty(atExchange);
        foreach (var theirs in atExchange)
        {
            Assert.True(OrderId.TryParse(theirs.ClientOrderId, out var id, out _, out _), theirs.ClientOrderId);
            var ours = await StoredLifecycles.FindAsync(memory.Steps, id, cancellation);
            Assert.True(ours is not null, $"{id} is at the exchange and nobody placed it");
            foreach (var fill in theirs.Fills) Assert.True(ours.Executions.Contains(fill.ExecutionId), $"{id} was filled by {fill.ExecutionId}, which is not booked");
        }
        foreach (var order in atExchange.GroupBy(order => OrderId.Parse(order.ClientOrderId)))
            Assert.Equal(order.Sum(theirs => theirs.Filled), (await StoredLifecycles.FindAsync(memory.Steps, order.Key, cancellation))!.Filled);
        foreach (var trade in atExchange.GroupBy(order => TradeOf(order)))
        {
            Assert.Single(trade.Where(order => RoleOf(order) == OrderRole.Entry).DistinctBy(order => order.BrokerOrderId));
            var bought = trade.Where(order => RoleOf(order) == OrderRole.Entry).Sum(order => order.Filled);
            Assert.Equal(bought, trade.Where(order => RoleOf(order) != OrderRole.Entry).Sum(order => order.Filled));
        }
    }

    private static string TradeOf(BrokerOrder order) => OrderId.TryParse(order.ClientOrderId, out _, out var trade, out _) ? trade.Value : order.ClientOrderId;

    private static OrderRole RoleOf(BrokerOrder order) => OrderId.TryParse(order.ClientOrderId, out _, out _, out var role) ? role : OrderRole.Exit;
}
