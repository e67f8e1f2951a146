using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Tests.Redis;
using Trading.Strategies;
using Trading.Trades;
using TradingFunctions.Metrics;
using TradingFunctions.Reconciling;
using TradingFunctions.Tests.Lifecycles;

namespace TradingFunctions.Tests.Reconciling;

/// <summary>Against orchestrations in the in-process host.</summary>
public sealed class DurableStatesTests
{
    private static readonly Scope Owner = new("paper", "trend", new Symbol("AAPL"));
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static Message Signal { get; } = Message.First(
        MessageId.From("a signal"), EventNames.EntrySignaled, "strategy", Now, "AAPL", Owner,
        new EntrySignaled(new TradePlan { Direction = TradeDirection.Long, ReferencePrice = Price.Parse("100"), SignaledAt = Now, StopPrice = Price.Parse("90"), Reason = "a test" }));

    [Fact]
    public async Task Trades_that_run_are_seen_and_one_whose_state_was_lost_leaves_it_again()
    {
        await using var desk = await DurableDesk.StartAsync();
        var clients = new DeskClient();
        clients.Use(desk.Client);
        var states = new DurableStates(clients, desk.Store, Desks.Paper, new DeskMetrics(), TimeProvider.System);
        await desk.ForwardAsync(Signal);
        await desk.Store.HandledAsync(1);

        var seen = await Until.TrueAsync(() => states.LiveAsync(TestContext.Current.CancellationToken).AsTask(), seen => seen is { Unseen: 0, Trades.Length: 1 });
        Assert.Equal((TradeState.Signaled, Owner), (seen.Trades[0].State, seen.Trades[0].Scope));

        desk.Store.Snapshots.Clear();
        var lost = await states.LiveAsync(TestContext.Current.CancellationToken);
        Assert.Equal((1, 0), (lost.Unseen, lost.Trades.Length));

        var again = await Until.TrueAsync(() => states.LiveAsync(TestContext.Current.CancellationToken).AsTask(), seen => seen.Unseen == 0);
        Assert.Equal((seen.Trades[0].Id, TradeState.Signaled), (again.Trades.Single().Id, again.Trades[0].State));
    }

    [Fact]
    public async Task An_order_that_was_never_placed_is_not_found()
    {
        await using var desk = await DurableDesk.StartAsync();
        var clients = new DeskClient();
        clients.Use(desk.Client);
        var states = new DurableStates(clients, desk.Store, Desks.Paper, new DeskMetrics(), TimeProvider.System);

        Assert.Null(await states.FindEndedAsync(new OrderId(TradeId.Of(Signal.Id, Now, Owner), OrderRole.Entry, 1), TestContext.Current.CancellationToken));
    }
}
