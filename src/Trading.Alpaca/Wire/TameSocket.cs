using System.Buffers;
using System.Net.WebSockets;
using Alpaca.Markets;

namespace Trading.Alpaca.Wire;

/// <summary>The websocket of the trade updates: pinged, so that a dead one is noticed, and with unknown words tamed.</summary>
internal sealed class TameSocket : IWebSocket
{
    private const int MostBytes = 1 << 20;

    private readonly ClientWebSocket _socket = new();
    private readonly UnknownWords _words;
    private byte[] _message = [];
    private int _told;
    private WebSocketMessageType _kind;

    public TameSocket(UnknownWords words, TimeSpan pingInterval)
    {
        _words = words;
        _socket.Options.KeepAliveInterval = pingInterval;
        _socket.Options.KeepAliveTimeout = pingInterval;
    }

    public WebSocketState State => _socket.State;

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public Task ConnectAsync(Uri uri, CancellationToken cancellationToken) => _socket.ConnectAsync(uri, cancellationToken);

    public async ValueTask SendAsync(ReadOnlySequence<byte> buffer) =>
        await _socket.SendAsync(buffer.ToArray().AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);

    /// <summary>Gives out a message once all of it is there, in as many pieces as the buffer asks for.</summary>
    public async ValueTask<ReceiveResult> ReceiveAsync(Memory<byte> buffer)
    {
        if (_told == _message.Length)
        {
            if (!await ReadMessageAsync()) return new ReceiveResult(WebSocketMessageType.Close, true, 0);
            _told = 0;
        }
        var count = Math.Min(buffer.Length, _message.Length - _told);
        _message.AsMemory(_told, count).CopyTo(buffer);
        _told += count;
        return new ReceiveResult(_kind, _told == _message.Length, count);
    }

    public Task CloseOutputAsync(WebSocketCloseStatus closeStatus) => _socket.CloseOutputAsync(closeStatus, "", CancellationToken.None);

    public void Abort() => _socket.Abort();

    public void Dispose() => _socket.Dispose();

    private async ValueTask<bool> ReadMessageAsync()
    {
        var whole = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            var received = await _socket.ReceiveAsync(whole.GetMemory(1024), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close) return false;
            whole.Advance(received.Count);
            if (whole.WrittenCount > MostBytes) throw new WebSocketException($"A message of the stream is longer than {MostBytes} bytes.");
            if (!received.EndOfMessage) continue;
            _kind = received.MessageType;
            _message = _words.Tame(whole.WrittenSpan.ToArray());
            return true;
        }
    }
}
