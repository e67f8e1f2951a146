using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Redis;
using Trading.Runtime.Tests.Redis;
using TradingFunctions.Delivery;
using TradingFunctions.Identity;
using TradingFunctions.Lifecycles;

namespace TradingFunctions.Tests.Delivery;

/// <summary>The bell that a process rings itself, over a real Redis and without any trigger.</summary>
public sealed class DoorbellTests
{
    [Fact]
    public async Task What_a_process_says_is_handled_in_it_at_once_without_a_trigger()
    {
        await using var server = await RedisServer.StartAsync();
        await using var services = await AnsweringAsync(server);
        var redis = services.GetRequiredService<RedisDesk>();

        await redis.Bus.PublishAsync(Example<QuoteRequested>(), TestContext.Current.CancellationToken);

        await Until.TrueAsync(async () => await redis.Inboxes.WaitingAsync([AgentNames.MarketData]) == 0);
    }

    [Fact]
    public async Task An_order_that_rests_on_anothers_fill_is_left_to_its_trigger_and_its_parent_is_not()
    {
        await using var server = await RedisServer.StartAsync();
        await using var services = await AnsweringAsync(server);
        var redis = services.GetRequiredService<RedisDesk>();
        await using var operated = await server.ConnectAsync();
        var parent = Example<OrderPlaced>();
        var stop = ((OrderPlaced)parent.Data).Ticket.Attached[0];
        var resting = Message.First(MessageId.From("resting"), parent.Name, "a test", parent.Time, stop.Id.Value, stop.Scope, new OrderPlaced(stop.Id, stop));

        await redis.Bus.PublishAsync(resting, TestContext.Current.CancellationToken);
        await redis.Bus.PublishAsync(parent, TestContext.Current.CancellationToken);

        // Whoever took one has it in hand: there is no Durable client here that would begin the order.
        var inbox = redis.Keys.Inbox(AgentNames.Lifecycles);
        await Until.TrueAsync(async () => await operated.GetDatabase().KeyExistsAsync(inbox) && (await operated.GetDatabase().StreamGroupInfoAsync(inbox)).Any(group => group.PendingMessageCount > 0));
        var taken = Assert.Single(await operated.GetDatabase().StreamPendingMessagesAsync(inbox, RedisInboxes.Group, 10, StackExchange.Redis.RedisValue.Null));
        var entries = await operated.GetDatabase().StreamRangeAsync(inbox);
        Assert.Equal((entries[1].Id, 2), (taken.MessageId, entries.Length));
    }

    [Fact]
    public async Task While_agents_outside_Azure_run_the_lifecycles_their_inbox_is_left_to_them()
    {
        await using var server = await RedisServer.StartAsync();
        await using var operated = await server.ConnectAsync();
        await new LifecycleLease(operated, new RedisKeys("paper"), LifecycleLease.Agents).TakeAsync();
        await using var services = await AnsweringAsync(server);
        var redis = services.GetRequiredService<RedisDesk>();

        await redis.Bus.PublishAsync(Example<OrderPlaced>(), TestContext.Current.CancellationToken);
        await redis.Bus.PublishAsync(Example<QuoteRequested>(), TestContext.Current.CancellationToken);
        await Until.TrueAsync(async () => await redis.Inboxes.WaitingAsync([AgentNames.MarketData]) == 0);

        Assert.Equal(0, await services.GetRequiredService<InboxService>().SweepAsync(AgentNames.Lifecycles, TimeSpan.Zero, new NoDurableClient(), TestContext.Current.CancellationToken));
        Assert.Single(await redis.Inboxes.TakeNewAsync(AgentNames.Lifecycles, "an agent", 10, TestContext.Current.CancellationToken));
        Assert.Contains(LifecycleLease.Agents, await services.GetRequiredService<LifecycleHost>().ProblemAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rings_that_nobody_answers_are_dropped_and_nobody_waits_for_them()
    {
        var doorbell = new Doorbell();
        for (var i = 0; i <= Doorbell.MostWaiting; i++) doorbell.Ring(Example<QuoteRequested>(), AgentNames.MarketData, $"{i}-0");

        var answered = 0;
        using var enough = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var entry in doorbell.RingsOf(AgentNames.MarketData, enough.Token))
            {
                Assert.Equal($"{answered++}-0", entry);
                if (answered == Doorbell.MostWaiting) await enough.CancelAsync();
            }
        });
    }

    /// <summary>The desk as the app has it, with its doorbell answered and no trigger.</summary>
    private static async Task<ServiceProvider> AnsweringAsync(RedisServer server)
    {
        var services = new ServiceCollection().AddLogging().AddDesk(Desks.Paper with { Redis = new RedisAddress($"127.0.0.1:{server.Port}", null) }).BuildServiceProvider();
        services.GetRequiredService<DeskClient>().Use(new NoDurableClient());
        await services.GetServices<IHostedService>().OfType<AnswerDoorbell>().Single().StartAsync(TestContext.Current.CancellationToken);
        return services;
    }

    private static Message Example<T>()
        where T : Payload
    {
        var row = EventCatalogue.Desk.Rows.Single(row => row.PayloadType.Type == typeof(T));
        var scope = new Scope("paper", "trend", "AAPL");
        return Message.First(MessageId.From(row.Name.Value), row.Name, "a test", TimeProvider.System.GetUtcNow(), "AAPL", scope, row.MakeExample());
    }
}
