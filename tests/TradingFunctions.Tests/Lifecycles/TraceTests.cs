using System.Diagnostics;
using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Runtime.Telemetry;
using Trading.Strategies;
using Trading.Trades;

namespace TradingFunctions.Tests.Lifecycles;

/// <summary>One trace leads from the timer that polled through the orchestrations to the fill and what follows from it.</summary>
public sealed class TraceTests
{
    private static readonly Scope Owner = new("paper", "trend", new Symbol("AAPL"));
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task What_follows_from_a_fill_is_in_the_trace_of_the_timer_that_polled()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == TradingTelemetry.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        await using var desk = await DurableDesk.StartAsync();

        var plan = new TradePlan { Direction = TradeDirection.Long, ReferencePrice = Price.Parse("100"), SignaledAt = Now, StopPrice = Price.Parse("90"), Reason = "a test" };
        Message signal;
        ActivityTraceId trace;
        using (var poll = TradingTelemetry.Source.StartActivity("poll")!)
        {
            trace = poll.TraceId;
            signal = TradingTelemetry.Stamp(Message.First(MessageId.From("a traced signal"), EventNames.EntrySignaled, "strategy", Now, "AAPL", Owner, new EntrySignaled(plan)));
        }
        await desk.ForwardAsync(signal);
        await desk.Store.HandledAsync(1);

        var review = Said(desk, EventNames.ReviewRequested);
        await desk.ForwardAsync(Handled("risk", review, EventNames.TradeApproved, review.Subject, new TradeApproved(((ReviewRequested)review.Data).TradeId, 100, Now.AddHours(1))));
        await desk.Store.HandledAsync(2);

        var placed = desk.Store.Said.Values.Single(message => message.Data is OrderPlaced { Ticket.Role: OrderRole.Entry });
        await desk.ForwardAsync(placed);
        await desk.Store.HandledAsync(3);

        var submit = Said(desk, EventNames.SubmitRequested);
        var ticket = ((SubmitRequested)submit.Data).Ticket;
        var fill = new Fill("X1", OrderSide.Buy, 100, Price.Parse("100"), 0, Now);
        await desk.ForwardAsync(Handled("orders", submit, EventNames.OrderFilled, ticket.Id.Value, new OrderFilled(ticket.Id, fill, 100)));
        await desk.Store.HandledAsync(4);

        var report = Said(desk, EventNames.OrderReported);
        await desk.ForwardAsync(report);
        await desk.Store.HandledAsync(5);

        Assert.All([review, placed, submit, report, Said(desk, EventNames.TradeOpened)], said => Assert.Equal(trace, TraceOf(said)));
    }

    private static Message Said(DurableDesk desk, EventName name) => desk.Store.Said.Values.Single(message => message.Name == name);

    /// <summary>What an agent says when it handles a message, in the span of doing so.</summary>
    private static Message Handled(string agent, Message message, EventName name, string subject, Payload data)
    {
        using var span = TradingTelemetry.StartHandling(agent, message);
        return TradingTelemetry.Stamp(message.Cause(name, agent, Now, subject, message.Scope, data));
    }

    private static ActivityTraceId TraceOf(Message message) =>
        ActivityContext.TryParse(message.Trace.Parent, message.Trace.State, out var context) ? context.TraceId : default;
}
