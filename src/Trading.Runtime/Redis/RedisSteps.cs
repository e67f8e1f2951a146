using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using StackExchange.Redis;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Runtime.Delivery;
using Trading.Runtime.Lifecycles;
using Trading.Runtime.State;

namespace Trading.Runtime.Redis;

/// <summary>Stores steps in Redis, each by one script and one round trip: all of it or nothing.</summary>
/// <remarks>
/// A message said is put into the inbox of everyone who hears it and told to watchers in the same script. Publishing is a step
/// in which nothing is handled. Safe for any number of threads. Where Redis does not answer, the exceptions of
/// StackExchange.Redis go on; the step may have been stored then, and doing it again finds that out.
/// </remarks>
/// <param name="put">Told of each message that was put into an inbox, with the inbox and the entry, once it is stored; must not block or throw.</param>
public sealed class RedisSteps(
    IConnectionMultiplexer redis, RedisKeys keys, InboxRoutes routes, RedisDeliveryOptions options, Action<Message, string, string>? put = null) : IStepStore, IMessageBus
{
    private static readonly RedisValue[] VersionAndValue = ["version", "value"];

    private readonly IDatabase _database = redis.GetDatabase();
    private long _handled;

    public async ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
        where T : class
    {
        cancellation.ThrowIfCancellationRequested();
        var stored = await _database.HashGetAsync(keys.State(key), VersionAndValue);
        if (stored[0].IsNull) return default;
        return new Versioned<T>(JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)stored[1]).Span, StateJson.Of<T>()), (long)stored[0]);
    }

    public async ValueTask<bool> IsHandledAsync(InboxEntry entry, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return await _database.SortedSetScoreAsync(keys.Handled(entry.Inbox), entry.Message.Id.ToString()) is not null;
    }

    public ValueTask<StepOutcome> CommitAsync(Step step, CancellationToken cancellation) =>
        RunAsync(step.Agent, step.Handled, step.Writes, step.Said, cancellation);

    public async ValueTask PublishAsync(Message message, CancellationToken cancellation) =>
        await RunAsync(message.Source, null, [], [message], cancellation);

    private async ValueTask<StepOutcome> RunAsync(
        string agent, InboxEntry? handled, ImmutableArray<StateWrite> writes, ImmutableArray<Message> said, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var hearers = HearersOf(said);
        var names = new RedisKey[2 + writes.Length + hearers.Count];
        (names[0], names[1]) = (keys.Handled(agent), keys.Inbox(agent));
        var arguments = new List<RedisValue>(8 + 4 * writes.Length + hearers.Count + 8 * said.Length)
        {
            RedisInboxes.Group,
            handled?.EntryId ?? "",
            handled?.Message.Id.ToString() ?? "",
            handled is not null && Interlocked.Increment(ref _handled) % options.ForgetEvery == 0 ? options.MostHandled : RedisValue.EmptyString,
            (long)options.HandledFor.TotalMilliseconds,
            writes.Length,
            hearers.Count,
            said.Length,
        };
        for (var i = 0; i < writes.Length; i++)
        {
            names[2 + i] = keys.State(writes[i].Key);
            arguments.Add(writes[i].ExpectedVersion.ToString(CultureInfo.InvariantCulture));
            arguments.Add(writes[i].ExpectedVersion + 1);
            arguments.Add(JsonSerializer.SerializeToUtf8Bytes(writes[i].Value, StateJson.Options.GetTypeInfo(writes[i].Value.GetType())));
            arguments.Add(EndedLifecycles.IsOver(writes[i].Value) ? (long)options.EndedFor.TotalMilliseconds : RedisValue.EmptyString);
        }
        for (var i = 0; i < hearers.Count; i++)
        {
            names[2 + writes.Length + i] = keys.Inbox(hearers[i]);
            arguments.Add(keys.Bell(hearers[i]));
        }
        foreach (var message in said) Add(message, hearers, arguments);
        var answer = (RedisValue[])(await RedisScript.Commit.RunAsync(_database, names, [.. arguments]))!;
        if (put is not null && answer.Length > 1) Tell(put, said, answer.AsSpan(1));
        return (int)answer[0] switch
        {
            0 => StepOutcome.Committed,
            1 => StepOutcome.AlreadyHandled,
            _ => StepOutcome.Conflict,
        };
    }

    private void Tell(Action<Message, string, string> put, ImmutableArray<Message> said, ReadOnlySpan<RedisValue> entries)
    {
        foreach (var message in said)
            foreach (var hearer in routes.HearersOf(message.Name))
            {
                put(message, hearer, entries[0]!);
                entries = entries[1..];
            }
    }

    private List<string> HearersOf(ImmutableArray<Message> said)
    {
        var hearers = new List<string>(4);
        foreach (var message in said)
            foreach (var hearer in routes.HearersOf(message.Name))
                if (!hearers.Contains(hearer)) hearers.Add(hearer);
        return hearers;
    }

    private void Add(Message message, List<string> hearers, List<RedisValue> arguments)
    {
        var hearing = routes.HearersOf(message.Name);
        arguments.Add(message.Id.ToString());
        arguments.Add(MessageJson.Write(message));
        arguments.Add(keys.Channel(message.Name));
        arguments.Add(hearing.Length);
        foreach (var hearer in hearing) arguments.Add(hearers.IndexOf(hearer) + 1);
    }
}
