using System.Collections.Immutable;
using Trading.Agents;
using Trading.MarketData;
using Trading.Messages;

namespace Trading.Runtime.Tests.Buses;

/// <summary>Messages and agents for the tests of buses.</summary>
internal static class Said
{
    public static DateTimeOffset Noon { get; } = new(2026, 11, 20, 17, 0, 0, TimeSpan.Zero);

    public static Message Of(EventName name, int number) => Message.First(
        MessageId.From("test", number), name, "test", Noon, $"{number}", Scope.Desk, new QuoteRequested("AAPL"));

    public static IAgent Agent(string name, EventPattern hears, Func<Message, Outbox, ValueTask> handle) => new Scripted(name, hears, handle);

    private sealed class Scripted(string name, EventPattern hears, Func<Message, Outbox, ValueTask> handle) : IAgent
    {
        public string Name => name;

        public ImmutableArray<EventPattern> Hears => [hears];

        public ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation) => handle(message, outbox);
    }
}
