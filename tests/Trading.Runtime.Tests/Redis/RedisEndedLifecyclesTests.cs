using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Delivery;
using Trading.Runtime.Lifecycles;
using Trading.Runtime.Redis;
using Trading.Trades;
using static Trading.Runtime.Tests.Journals.JournalDesk;

namespace Trading.Runtime.Tests.Redis;

/// <summary>Trades and orders that copies share leave Redis some time after they have ended, and nothing else does.</summary>
[Collection<RedisCollection>]
public class RedisEndedLifecyclesTests
{
    private static readonly TimeSpan EndedFor = TimeSpan.FromDays(8);
    private static readonly TradeId Trade = TradeOf(Signal(1));
    private static readonly OrderId Entry = new(Trade, OrderRole.Entry, 1);

    private readonly RedisRoom _room;
    private readonly AgentRunner _copy;

    public RedisEndedLifecyclesTests(SharedRedis redis)
    {
        _room = new RedisRoom(redis.Connection, new RedisDeliveryOptions { EndedFor = EndedFor });
        _copy = new AgentRunner(
            state => new StoredLifecycles(state, TradeSettings.Default), _room.Steps, _room.Inboxes, new RedeliveryPolicy(), new FakeTimeProvider(Open), NullLogger<AgentRunner>.Instance);
    }

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_goes_on_stays_and_what_has_ended_leaves_after_its_time()
    {
        await HandleAsync(Signal(1));
        await HandleAsync(Signal(2));
        Assert.Null(await LeavesInAsync("trade", Trade.Value));

        await HandleAsync(Denied(Signal(1)));

        Assert.InRange((await LeavesInAsync("trade", Trade.Value))!.Value, EndedFor - TimeSpan.FromHours(1), EndedFor);
        Assert.Null(await LeavesInAsync("trade", TradeOf(Signal(2)).Value));
        Assert.Null(await LeavesInAsync("lifecycles", "live"));
    }

    [Fact]
    public async Task A_trade_that_a_late_fill_opens_again_stays()
    {
        await HandleAsync(Signal(1));
        await HandleAsync(Approved(1));
        Assert.Null(await LeavesInAsync("order", Entry.Value));
        await HandleAsync(Canceled(Entry));
        Assert.Equal(TradeState.Canceled, (await StoredLifecycles.FindAsync(_room.Steps, Trade, None))!.State);
        Assert.NotNull(await LeavesInAsync("trade", Trade.Value));
        Assert.NotNull(await LeavesInAsync("order", Entry.Value));

        await HandleAsync(Filled(Entry));

        Assert.Equal(TradeState.Open, (await StoredLifecycles.FindAsync(_room.Steps, Trade, None))!.State);
        Assert.Null(await LeavesInAsync("trade", Trade.Value));
    }

    [Fact]
    public async Task What_has_left_is_passed_over_when_news_of_it_comes()
    {
        await HandleAsync(Signal(1));
        await HandleAsync(Approved(1));
        await HandleAsync(Canceled(Entry));
        foreach (var (kind, owner) in ((string, string)[])[("trade", Trade.Value), ("order", Entry.Value)])
            await _room.Database.KeyExpireAsync(_room.Keys.State(new StateKey(kind, owner)), TimeSpan.Zero);

        await HandleAsync(Filled(Entry));

        Assert.Null(await StoredLifecycles.FindAsync(_room.Steps, Trade, None));
    }

    private async Task<TimeSpan?> LeavesInAsync(string kind, string owner)
    {
        var key = _room.Keys.State(new StateKey(kind, owner));
        Assert.True(await _room.Database.KeyExistsAsync(key), key);
        return await _room.Database.KeyTimeToLiveAsync(key);
    }

    /// <summary>Says a message and has the copy handle it, and all that comes of it.</summary>
    private async Task HandleAsync(Message message)
    {
        await _room.Steps.PublishAsync(message, None);
        while (await _room.Inboxes.TakeNewAsync(AgentNames.Lifecycles, "one", 100, None) is { Length: > 0 } entries)
            foreach (var entry in entries) Assert.Equal(HandlingOutcome.Handled, await _copy.HandleAsync(entry, None));
    }
}
