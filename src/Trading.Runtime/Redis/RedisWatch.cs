using System.Threading.Channels;
using StackExchange.Redis;
using Trading.Messages;

namespace Trading.Runtime.Redis;

/// <summary>Hears what is said on the desk, as a watcher does: without an inbox, so that it misses what is said while it is away.</summary>
/// <remarks>What comes faster than it is read is dropped, the oldest first, and counted.</remarks>
public sealed class RedisWatch : IAsyncDisposable
{
    private const int MostWaiting = 4096;

    private readonly Channel<Message> _heard;
    private readonly EventPattern _pattern;
    private ChannelMessageQueue? _subscription;
    private long _missed;

    private RedisWatch(EventPattern pattern)
    {
        _pattern = pattern;
        _heard = Channel.CreateBounded<Message>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest }, _ => Interlocked.Increment(ref _missed));
    }

    /// <summary>Messages that were dropped or could not be read.</summary>
    public long Missed => Interlocked.Read(ref _missed);

    /// <summary>Begins to listen; what is said after this returns is heard.</summary>
    public static async ValueTask<RedisWatch> OpenAsync(IConnectionMultiplexer redis, RedisKeys keys, EventPattern pattern)
    {
        var watch = new RedisWatch(pattern);
        watch._subscription = await redis.GetSubscriber().SubscribeAsync(RedisChannel.Pattern(keys.Channels(pattern)));
        watch._subscription.OnMessage(said => watch.Hear(said.Message)); // one after another, in the order they were said
        return watch;
    }

    /// <summary>What is said, as it is said, until it is cancelled.</summary>
    public IAsyncEnumerable<Message> ReadAllAsync(CancellationToken cancellation) => _heard.Reader.ReadAllAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_subscription is not null) await _subscription.UnsubscribeAsync();
        _heard.Writer.TryComplete();
    }

    private void Hear(RedisValue json)
    {
        try
        {
            var message = MessageJson.Read(((ReadOnlyMemory<byte>)json).Span);
            // A star of Redis matches dots as well.
            if (_pattern.Matches(message.Name)) _heard.Writer.TryWrite(message);
        }
        catch (MessageFormatException)
        {
            Interlocked.Increment(ref _missed);
        }
    }
}
