using System.Threading.Channels;
using Alpaca.Markets;
using Alpaca.Markets.Extensions;
using Microsoft.Extensions.Logging;
using Trading.Alpaca.Wire;
using Trading.Runtime.Brokers;

namespace Trading.Alpaca.Streaming;

/// <summary>Alpaca's stream of order updates, kept connected, with a sweep of all orders where it may have missed something.</summary>
/// <remarks>
/// The stream is quick and the sweep is sure: a sweep follows each connection, each word that no table knows, and each
/// <see cref="AlpacaSettings.SweepInterval"/>, so that a stream that is connected and says nothing costs no more than that.
/// </remarks>
public sealed partial class TradeUpdateStream
{
    private const int MostWaiting = 10_000;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    // Ended orders are asked for from a while before the last sweep, as their times are Alpaca's and not ours.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    private readonly AlpacaSettings _settings;
    private readonly UpdateReader _reader;
    private readonly UnknownWords _words;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private DateTimeOffset _sweptAt;

    internal TradeUpdateStream(AlpacaSettings settings, UpdateReader reader, UnknownWords words, TimeProvider clock, ILogger log)
    {
        _settings = settings;
        _reader = reader;
        _words = words;
        _clock = clock;
        _log = log;
        _sweptAt = clock.GetUtcNow();
    }

    /// <summary>Whether the stream is connected and listens.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Listens until canceled, connecting again whenever the stream is lost.</summary>
    public async Task RunAsync(IOrderNews news, CancellationToken cancellation)
    {
        var delay = _settings.ReconnectDelay;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await ListenAsync(news, cancellation)) delay = _settings.ReconnectDelay;
            IsConnected = false;
            LogLost(_log, _settings.Account, delay);
            await Task.Delay(delay, _clock, cancellation);
            // While the stream is down the sweep is all there is.
            await SweepAsync(news, cancellation);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    /// <returns>Whether it was connected at all.</returns>
    private async Task<bool> ListenAsync(IOrderNews news, CancellationToken cancellation)
    {
        var heard = Channel.CreateBounded<ITradeUpdate>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
        var answer = new TaskCompletionSource<AuthStatus?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var client = new AlpacaStreamingClientConfiguration
        {
            ApiEndpoint = _settings.StreamUrl,
            SecurityId = _settings.SecretKey,
            WebSocketFactory = () => new TameSocket(_words, _settings.PingInterval),
        }.GetClient();
        client.OnTradeUpdate += update => heard.Writer.TryWrite(update);
        client.Connected += status => answer.TrySetResult(status);
        client.SocketClosed += () => heard.Writer.TryComplete();
        client.OnError += error =>
        {
            LogError(_log, _settings.Account, error.GetType().Name);
            answer.TrySetResult(null);
            heard.Writer.TryComplete();
        };
        using var limit = new CancellationTokenSource(_settings.Calls.OrderWrite.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            await client.ConnectAsync(either.Token);
            var status = await answer.Task.WaitAsync(either.Token);
            limit.CancelAfter(Timeout.InfiniteTimeSpan);
            if (status is { } refused and not AuthStatus.Authorized) LogRefused(_log, _settings.Account, refused);
            if (status != AuthStatus.Authorized) return false;
            IsConnected = true;
            await SweepAsync(news, cancellation);
            await TellAsync(heard.Reader, news, cancellation);
            return true;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested && !IsConnected)
        {
            return false;
        }
        finally
        {
            heard.Writer.TryComplete();
            await client.DisconnectAsync(CancellationToken.None);
        }
    }

    private async Task TellAsync(ChannelReader<ITradeUpdate> heard, IOrderNews news, CancellationToken cancellation)
    {
        while (true)
        {
            if (!await WaitAsync(heard, cancellation))
            {
                if (heard.Completion.IsCompleted) return;
                await SweepAsync(news, cancellation);
                continue;
            }
            while (heard.TryRead(out var update))
            {
                var read = await _reader.ReadAsync(update, cancellation);
                foreach (var told in read.Updates) await news.HeardAsync(told, cancellation);
                if (read.IsUnclear) await SweepAsync(news, cancellation);
            }
        }
    }

    /// <summary>Waits for news, until the next sweep is due.</summary>
    private async Task<bool> WaitAsync(ChannelReader<ITradeUpdate> heard, CancellationToken cancellation)
    {
        using var due = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var timer = _clock.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), due, _settings.SweepInterval, Timeout.InfiniteTimeSpan);
        try
        {
            return await heard.WaitToReadAsync(due.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private async ValueTask SweepAsync(IOrderNews news, CancellationToken cancellation)
    {
        var since = _sweptAt - Overlap;
        var began = _clock.GetUtcNow();
        await news.SweepAsync(since, cancellation);
        _sweptAt = began;
    }

    [LoggerMessage(EventId = 4101, Level = LogLevel.Warning, Message = "The stream of trade updates of {Account} is lost; it is connected again in {Delay}")]
    private static partial void LogLost(ILogger log, string account, TimeSpan delay);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Warning, Message = "The stream of trade updates of {Account} failed: {Error}")]
    private static partial void LogError(ILogger log, string account, string error);

    [LoggerMessage(EventId = 4103, Level = LogLevel.Error, Message = "The stream of trade updates refused the keys of {Account}: {Status}")]
    private static partial void LogRefused(ILogger log, string account, AuthStatus status);
}
