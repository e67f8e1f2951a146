using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Runtime.Delivery;
using Trading.Runtime.Journals;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Runtime.Tests.Journals;

/// <summary>Short ways to write a journal with an inbox for lifecycles, for risk, and for strategies.</summary>
internal static class JournalDesk
{
    public static readonly Symbol Apple = new("AAPL");
    public static readonly DateTimeOffset Open = new(2024, 1, 3, 14, 30, 0, TimeSpan.Zero);
    public static readonly StateKey BreakerKey = new("breaker", "paper");

    public static ImmutableArray<(string, ImmutableArray<EventPattern>)> Inboxes { get; } =
        [(LifecycleRouting.Name, LifecycleRouting.Hears), ("risk", [EventNames.ReviewRequested]), ("strategy", [EventNames.BarsReceived])];

    public static Journal Journal(IJournalFile file, params IEnumerable<IJournalledAgent> agents) => Journal(file, new JournalOptions { Writing = JournalWriting.AtOnce }, agents);

    public static Journal Journal(IJournalFile file, JournalOptions options, params IEnumerable<IJournalledAgent> agents) =>
        Trading.Runtime.Journals.Journal.Open(file, options, new FakeTimeProvider(Open), Inboxes, agents);

    public static Message Signal(int number, Price? stop = null) => Message.First(
        MessageId.From("signal", number), EventNames.EntrySignaled, "strategy", Open, Apple.Value, new Scope("paper", "trend", Apple), new EntrySignaled(new TradePlan
        {
            Direction = TradeDirection.Long,
            ReferencePrice = Price.Parse("100"),
            SignaledAt = Open,
            StopPrice = stop,
            Reason = "a test",
        }));

    public static Message Bars(int number) => Message.First(
        MessageId.From("bars", number), EventNames.BarsReceived, "marketdata", Open, Apple.Value, Scope.OfMarket(Apple), new BarsReceived(Apple, BarPeriod.Minute, [new Bar(
            Open, Open.AddMinutes(1), Price.Parse("100"), Price.Parse("100"), Price.Parse("100"), Price.Parse("100"), 100)]));

    public static TradeId TradeOf(Message signal) => LifecycleRouting.TargetOf(signal)!.Value.Trade!.Value;

    public static Message Denied(Message signal) => signal.Cause(
        EventNames.TradeDenied, "risk", Open, TradeOf(signal).Value, signal.Scope, new TradeDenied(TradeOf(signal), DenialCode.PortfolioUnknown, "a test"));

    public static Message Approved(int number) => Signal(number).Cause(
        EventNames.TradeApproved, "risk", Open, TradeOf(Signal(number)).Value, Signal(number).Scope, new TradeApproved(TradeOf(Signal(number)), 100, Open.AddMinutes(1)));

    public static Message Filled(OrderId order) => NewsOf(order, EventNames.OrderFilled, new OrderFilled(order, new Fill("X1", OrderSide.Buy, 100, Price.Parse("100"), 0, Open), 100));

    public static Message Canceled(OrderId order) => NewsOf(order, EventNames.OrderCanceled, new OrderCanceled(order, 0, "a test"));

    public static Breaker Breaker(int failures) => Breakers.Breaker.StartingAt(Open) with { FailuresInARow = failures };

    private static Message NewsOf(OrderId order, EventName name, OrderEvent news) =>
        Message.First(MessageId.From($"{name} {order}"), name, "orders", Open, order.Value, new Scope("paper", "trend", Apple), news);

    public static async Task<StepOutcome> SayAsync(this Journal journal, params ImmutableArray<Message> said) =>
        await journal.CommitAsync(new Step { Agent = "strategy", Time = Open, Said = said }, CancellationToken.None);

    public static async Task<ImmutableArray<InboxEntry>> TakeAsync(this Journal journal, string inbox) =>
        await journal.TakeNewAsync(inbox, "one", 100, CancellationToken.None);

    public static async Task<StepOutcome> HandleAsync(this Journal journal, InboxEntry entry, params ImmutableArray<StateWrite> writes) =>
        await journal.CommitAsync(new Step { Agent = entry.Inbox, Handled = entry, Time = Open, Writes = writes }, CancellationToken.None);

    /// <summary>Hands the lifecycles all that is in their inbox.</summary>
    public static async Task RunAsync(this Journal journal, JournalledLifecycles lifecycles)
    {
        var runner = new AgentRunner(_ => lifecycles.Current(), journal, journal, new RedeliveryPolicy(), new FakeTimeProvider(Open), Microsoft.Extensions.Logging.Abstractions.NullLogger<AgentRunner>.Instance);
        while (await journal.TakeAsync(LifecycleRouting.Name) is { Length: > 0 } entries)
            foreach (var entry in entries) await runner.HandleAsync(entry, CancellationToken.None);
    }
}
