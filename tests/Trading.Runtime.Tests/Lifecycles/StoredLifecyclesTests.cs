using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Trading.Lifecycles;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Runtime.Delivery;
using Trading.Runtime.Journals;
using Trading.Runtime.Lifecycles;
using Trading.Runtime.Tests.Journals;
using Trading.Trades;
using static Trading.Runtime.Tests.Journals.JournalDesk;

namespace Trading.Runtime.Tests.Lifecycles;

/// <summary>Lifecycles in a shared store, here that of a journal in memory.</summary>
public sealed class StoredLifecyclesTests : IDisposable
{
    private readonly MemoryJournalFile _disk = new();
    private readonly FakeTimeProvider _clock = new(Open);
    private readonly Journal _store;

    public StoredLifecyclesTests() => _store = Trading.Runtime.Journals.Journal.Open(_disk, new JournalOptions { Writing = JournalWriting.AtOnce }, _clock, Inboxes);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task A_trade_goes_its_way_through_copies_that_know_nothing_of_each_other()
    {
        await HandleAsync(NewCopy(), Signal(1, stop: MarketData.Price.Parse("95")));
        await HandleAsync(NewCopy(), Approved(1));
        var id = TradeOf(Signal(1));
        OrderId entry = new(id, OrderRole.Entry, 1), stop = new(id, OrderRole.Stop, 1);
        Assert.Equal([(entry, true), (stop, true)], (await LiveAsync()).Orders.OrderBy(order => order.Id.Value).Select(order => (order.Id, !order.State.IsEnded())));
        await HandleAsync(NewCopy(), Filled(entry));

        var live = await LiveAsync();

        Assert.Equal((TradeState.Open, 100m), (Assert.Single(live.Trades).State, live.Trades[0].Held));
        Assert.Equal([stop], live.Orders.Select(order => order.Id));
        Assert.Equal(OrderState.Filled, (await StoredLifecycles.FindAsync(_store, entry, None))!.State);
    }

    [Fact]
    public async Task An_ended_trade_is_listed_and_late_news_still_finds_it()
    {
        await HandleAsync(NewCopy(), Signal(1));
        await HandleAsync(NewCopy(), Denied(Signal(1)));

        var index = await StoredLifecycles.IndexAsync(_store, None);

        Assert.Equal([TradeOf(Signal(1))], index.Ended);
        Assert.Empty(index.Trades);
        await HandleAsync(NewCopy(), Denied(Signal(1)) with { Id = MessageId.From("late") });
        Assert.Equal(TradeState.Rejected, (await StoredLifecycles.FindAsync(_store, TradeOf(Signal(1)), None))!.State);
    }

    [Fact]
    public async Task News_of_an_order_that_was_placed_and_has_not_begun_comes_again()
    {
        var copy = NewCopy();
        await HandleAsync(copy, Signal(1));
        await _store.SayAsync(Approved(1));
        var approved = Assert.Single(await _store.TakeAsync(LifecycleRouting.Name));
        Assert.Equal(HandlingOutcome.Handled, await copy.HandleAsync(approved, None));
        await _store.SayAsync(Filled(new OrderId(TradeOf(Signal(1)), OrderRole.Entry, 1)));
        var entries = await _store.TakeAsync(LifecycleRouting.Name);

        Assert.Equal(HandlingOutcome.Failed, await copy.HandleAsync(entries.Single(entry => entry.Message.Name.Equals(EventNames.OrderFilled)), None));
        foreach (var entry in entries.Where(entry => entry.Message.Name.Equals(EventNames.OrderPlaced))) await copy.HandleAsync(entry, None);
        Assert.Equal(HandlingOutcome.Handled, await copy.HandleAsync(entries.Single(entry => entry.Message.Name.Equals(EventNames.OrderFilled)) with { Deliveries = 2 }, None));
    }

    [Fact]
    public async Task News_of_an_order_that_nobody_placed_is_passed_over()
    {
        await HandleAsync(NewCopy(), Filled(new OrderId(TradeOf(Signal(1)), OrderRole.Entry, 1)));

        Assert.Equal(LifecycleIndex.Empty, await StoredLifecycles.IndexAsync(_store, None));
    }

    [Fact]
    public async Task One_whose_time_has_come_is_woken_once_whichever_copy_looks()
    {
        await HandleAsync(NewCopy(), Signal(1));
        var due = (await StoredLifecycles.IndexAsync(_store, None)).NextWake()!.Value;
        await WakeAsync(NewCopy());
        Assert.Empty(await _store.TakeAsync(LifecycleRouting.Name));
        _clock.SetUtcNow(due);

        await WakeAsync(NewCopy());
        await WakeAsync(NewCopy());

        var woken = Assert.Single(await _store.TakeAsync(LifecycleRouting.Name));
        Assert.Equal(EventNames.TradeWoken, woken.Message.Name);
        Assert.Equal(due + LifecycleIndex.WakeAgainAfter, (await StoredLifecycles.IndexAsync(_store, None)).NextWake());
        await NewCopy().HandleAsync(woken, None);
        Assert.Empty((await LiveAsync()).Trades);
    }

    [Fact]
    public async Task Two_copies_that_decide_at_once_decide_one_after_the_other()
    {
        await _store.SayAsync(Signal(1), Signal(2));
        var entries = await _store.TakeAsync(LifecycleRouting.Name);

        await Task.WhenAll(entries.Select(entry => NewCopy().HandleAsync(entry, None).AsTask()));

        Assert.Equal(2, (await StoredLifecycles.IndexAsync(_store, None)).Trades.Length);
    }

    private AgentRunner NewCopy() =>
        new(state => new StoredLifecycles(state, TradeSettings.Default), _store, _store, new RedeliveryPolicy(), _clock, NullLogger<AgentRunner>.Instance);

    private async Task WakeAsync(AgentRunner copy) =>
        await copy.TickAsync(MessageId.From("wakes", _clock.GetUtcNow().UtcTicks), (agent, outbox) => ((StoredLifecycles)agent).SayWakesAsync(outbox, None), None);

    private async Task<Runtime.Reconciliation.LifecyclesSeen> LiveAsync() => await StoredLifecycles.LiveAsync(_store, None);

    /// <summary>Says a message and has the copy handle it, and all that comes of it.</summary>
    private async Task HandleAsync(AgentRunner copy, Message message)
    {
        await _store.SayAsync(message);
        while (await _store.TakeAsync(LifecycleRouting.Name) is { Length: > 0 } entries)
            foreach (var entry in entries) Assert.Equal(HandlingOutcome.Handled, await copy.HandleAsync(entry, None));
    }
}
