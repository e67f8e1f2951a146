using Microsoft.DurableTask.Client;
using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Messages;
using Trading.Risk;
using Trading.Strategies;
using Trading.Trades;

namespace TradingFunctions.Tests.Lifecycles;

public sealed class LifecycleForwarderTests
{
    private static readonly Scope Owner = new("paper", "trend", new Symbol("AAPL"));
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static readonly Message Signal = Message.First(
        MessageId.From("a signal"), EventNames.EntrySignaled, "strategy", Now, "AAPL", Owner,
        new EntrySignaled(new TradePlan { Direction = TradeDirection.Long, ReferencePrice = Price.Parse("100"), SignaledAt = Now, StopPrice = Price.Parse("90"), Reason = "a test" }));

    private static readonly TradeId Trade = LifecycleRouting.TargetOf(Signal)!.Value.Trade!.Value;

    private static readonly Message Denial = Signal.Cause(
        EventNames.TradeDenied, "risk", Now, Trade.Value, Owner, new TradeDenied(Trade, DenialCode.PortfolioUnknown, "a test"));

    [Fact]
    public async Task A_signal_that_comes_twice_begins_one_trade_and_says_nothing_twice()
    {
        await using var desk = await DurableDesk.StartAsync();
        await desk.ForwardAsync(Signal);
        await desk.Store.HandledAsync(1);

        await desk.ForwardAsync(Signal, deliveries: 2);
        await desk.ForwardAsync(Denial);
        await desk.Store.HandledAsync(2);

        Assert.Equal(TradeState.Rejected, desk.Trades.Newest.Values.Single().State);
        Assert.Equal(1, desk.Store.Said.Values.Count(message => message.Name == EventNames.ReviewRequested));
        Assert.Equal(1, desk.Store.Repeated);
    }

    [Fact]
    public async Task A_signal_that_comes_again_after_its_trade_has_completed_does_not_run_the_trade_again()
    {
        await using var desk = await DurableDesk.StartAsync(linger: TimeSpan.Zero);
        await desk.ForwardAsync(Signal);
        await desk.ForwardAsync(Denial);
        var ended = await desk.Client.WaitForInstanceCompletionAsync(Trade.Value, getInputsAndOutputs: true, TestContext.Current.CancellationToken);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);

        await desk.ForwardAsync(Signal, deliveries: 2);
        var again = await desk.Client.WaitForInstanceCompletionAsync(Trade.Value, getInputsAndOutputs: true, TestContext.Current.CancellationToken);

        Assert.Equal(TradeState.Rejected, desk.Trades.Newest.Values.Single().State);
        Assert.Equal(ended.SerializedOutput, again.SerializedOutput);
        Assert.Equal(1, desk.Store.Said.Values.Count(message => message.Name == EventNames.ReviewRequested));
    }
}
