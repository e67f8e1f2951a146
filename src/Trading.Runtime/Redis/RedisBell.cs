using System.Threading.Channels;
using StackExchange.Redis;
using Trading.Runtime.Delivery;

namespace Trading.Runtime.Redis;

/// <summary>The bell of an inbox: a channel on which every step that puts something into it says so.</summary>
internal sealed class RedisBell : IInboxBell
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ISubscriber _subscriber;
    private readonly RedisChannel _channel;
    private readonly TimeProvider _clock;
    private readonly Action<RedisChannel, RedisValue> _ring;

    private RedisBell(ISubscriber subscriber, RedisChannel channel, TimeProvider clock)
    {
        (_subscriber, _channel, _clock) = (subscriber, channel, clock);
        _ring = (_, _) => _rings.Writer.TryWrite(true);
    }

    public static async ValueTask<RedisBell> ListenAsync(ISubscriber subscriber, RedisChannel channel, TimeProvider clock)
    {
        var bell = new RedisBell(subscriber, channel, clock);
        await subscriber.SubscribeAsync(channel, bell._ring);
        return bell;
    }

    public async ValueTask WaitAsync(TimeSpan longest, CancellationToken cancellation)
    {
        if (_rings.Reader.TryRead(out _)) return;
        using var timeout = new CancellationTokenSource(longest, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            await _rings.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // the longest wait is over
        }
    }

    public async ValueTask DisposeAsync() => await _subscriber.UnsubscribeAsync(_channel, _ring);
}
