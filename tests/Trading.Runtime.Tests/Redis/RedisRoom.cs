using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Trading.MarketData;
using Trading.Messages;
using Trading.Runtime.Delivery;
using Trading.Runtime.Redis;
using Trading.Runtime.Tests.Buses;

namespace Trading.Runtime.Tests.Redis;

/// <summary>An environment of a test's own on a Redis server, and what is said and asked in it.</summary>
internal sealed class RedisRoom
{
    public const string Inbox = AgentNames.MarketData;

    /// <summary>Nothing has to wait before it is overdue.</summary>
    public static RedeliveryPolicy AtOnce { get; } = new() { First = TimeSpan.Zero, Longest = TimeSpan.Zero, MostDeliveries = 3 };

    public RedisRoom(IConnectionMultiplexer redis, RedisDeliveryOptions? options = null, string? environment = null)
    {
        Redis = redis;
        Keys = new RedisKeys(environment ?? $"t{Guid.NewGuid():n}"[..32]);
        Steps = new RedisSteps(redis, Keys, InboxRoutes.Desk, options ?? RedisDeliveryOptions.Default);
        Inboxes = new RedisInboxes(redis, Keys, NullLogger<RedisInboxes>.Instance);
    }

    public IConnectionMultiplexer Redis { get; }
    public RedisKeys Keys { get; }
    public RedisSteps Steps { get; }
    public RedisInboxes Inboxes { get; }
    public IDatabase Database => Redis.GetDatabase();

    private static CancellationToken None => TestContext.Current.CancellationToken;

    /// <summary>Says a message that market data alone hears.</summary>
    public async Task<Message> AskAsync(int number)
    {
        var message = Said.Of(EventNames.QuoteRequested, number);
        await Steps.PublishAsync(message, None);
        return message;
    }

    public async Task<InboxEntry> TakeOneAsync(string consumer = "one") => Assert.Single(await TakeAsync(consumer, 1));

    public async Task<ImmutableArray<InboxEntry>> TakeAsync(string consumer = "one", int most = 100) => await Inboxes.TakeNewAsync(Inbox, consumer, most, None);

    public async Task<ImmutableArray<InboxEntry>> TakeOverdueAsync(RedeliveryPolicy policy, string consumer = "two", int most = 100) =>
        await Inboxes.TakeOverdueAsync(Inbox, consumer, policy, most, None);

    public async Task<StepOutcome> CommitAsync(InboxEntry? entry, params Message[] said) =>
        await Steps.CommitAsync(StepOf(entry) with { Said = [.. said] }, None);

    public async Task<StepOutcome> CommitAsync(InboxEntry? entry, params StateWrite[] writes) =>
        await Steps.CommitAsync(StepOf(entry) with { Writes = [.. writes] }, None);

    public async Task<StepOutcome> CommitAsync(InboxEntry entry) => await Steps.CommitAsync(StepOf(entry), None);

    public static Step StepOf(InboxEntry? entry) => new() { Agent = Inbox, Handled = entry, Time = Said.Noon };

    /// <summary>A message that strategy and positions hear.</summary>
    public static Message Bars(int number) => Message.First(
        MessageId.From("bars", number), EventNames.BarsReceived, Inbox, Said.Noon, "AAPL", Scope.OfMarket("AAPL"),
        new BarsReceived("AAPL", BarPeriod.Minute, []));

    public async Task<long> LengthAsync(string inbox = Inbox) => await Database.StreamLengthAsync(Keys.Inbox(inbox));

    public async Task<long> PendingAsync() => (await Database.StreamPendingAsync(Keys.Inbox(Inbox), RedisInboxes.Group)).PendingMessageCount;
}
