using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Faults;
using Trading.FakeBrokers.Hosting;

namespace Trading.FakeBrokers.Alpaca;

/// <summary>The websocket that tells of order updates, in binary frames as at Alpaca.</summary>
internal sealed class AlpacaStream
{
    private readonly FakeMarket _market;
    private readonly AlpacaGateway _gateway;
    private readonly Func<FaultScript> _faults;
    private readonly List<Channel<(string Event, byte[] Json)>> _listeners = [];
    private TaskCompletionSource? _awaited;

    public AlpacaStream(FakeMarket market, FakeAccount account, AlpacaGateway gateway, Func<FaultScript> faults)
    {
        _market = market;
        _gateway = gateway;
        _faults = faults;
        account.Told += Tell;
    }

    /// <summary>How many clients listen.</summary>
    public int Listeners
    {
        get { lock (_market.Gate) return _listeners.Count; }
    }

    /// <summary>Done as soon as a client listens.</summary>
    public Task ListenedToAsync()
    {
        lock (_market.Gate)
        {
            if (_listeners.Count > 0) return Task.CompletedTask;
            return (_awaited ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    public void Map(WebApplication app) => app.MapGet("/stream", ServeAsync).Named("stream");

    private void Tell(BookNews news)
    {
        if (AlpacaWords.Event(news.Kind) is not { } name || _listeners.Count == 0) return;
        var phase = _market.Calendar.CurrentOrNext(_market.Now).PhaseAt(_market.Now);
        var json = Utf8(new JsonObject { ["stream"] = "trade_updates", ["data"] = AlpacaJson.Update(news, name, phase) });
        foreach (var listener in _listeners) listener.Writer.TryWrite((name, json));
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var news = Channel.CreateUnbounded<(string, byte[])>();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        Task sending = Task.CompletedTask;
        try
        {
            var isAuthorised = false;
            while (await ReceiveAsync(socket, over.Token) is { } request)
            {
                switch ((string?)request["action"])
                {
                    case "authenticate" or "auth":
                        var data = request["data"] ?? request;
                        isAuthorised = _gateway.AreKeys((string?)data["key_id"] ?? (string?)data["key"], (string?)data["secret_key"] ?? (string?)data["secret"])
                            && _faults().Take("alpaca", "stream.authorization") is null;
                        await SendAsync(socket, Utf8(new JsonObject
                        {
                            ["stream"] = "authorization",
                            ["data"] = new JsonObject { ["status"] = isAuthorised ? "authorized" : "unauthorized", ["action"] = "authenticate" },
                        }), over.Token);
                        break;
                    case "listen" when isAuthorised:
                        await SendAsync(socket, Utf8(new JsonObject { ["stream"] = "listening", ["data"] = new JsonObject { ["streams"] = new JsonArray("trade_updates") } }), over.Token);
                        lock (_market.Gate)
                        {
                            if (!_listeners.Contains(news)) _listeners.Add(news);
                            _awaited?.TrySetResult();
                            _awaited = null;
                        }
                        sending = SendAllAsync(socket, news.Reader, over);
                        break;
                }
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException)
        {
        }
        finally
        {
            lock (_market.Gate) _listeners.Remove(news);
            await over.CancelAsync();
            await sending;
        }
    }

    private async Task SendAllAsync(WebSocket socket, ChannelReader<(string Event, byte[] Json)> news, CancellationTokenSource over)
    {
        byte[]? heldBack = null;
        var isSilent = false;
        try
        {
            await foreach (var (name, json) in news.ReadAllAsync(over.Token))
            {
                if (isSilent) continue;
                var rule = _faults().Take("alpaca", "stream." + name);
                switch (rule?.Kind)
                {
                    case FaultKind.Drop:
                        continue;
                    case FaultKind.Silence:
                        isSilent = true;
                        continue;
                    case FaultKind.Close:
                        socket.Abort();
                        await over.CancelAsync();
                        return;
                    case FaultKind.HoldBack when heldBack is null:
                        heldBack = json;
                        continue;
                    case FaultKind.Delay:
                        await Task.Delay(rule.Delay, _market.Time, over.Token);
                        break;
                    case FaultKind.Duplicate:
                        await SendAsync(socket, json, over.Token);
                        break;
                }
                await SendAsync(socket, rule?.Kind == FaultKind.Rewrite ? FaultyAnswers.Rewritten(json, rule) : json, over.Token);
                if (heldBack is null) continue;
                await SendAsync(socket, heldBack, over.Token);
                heldBack = null;
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException)
        {
        }
    }

    private static async Task<JsonObject?> ReceiveAsync(WebSocket socket, CancellationToken cancellation)
    {
        var buffer = new byte[16 * 1024];
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation);
            if (received.MessageType == WebSocketMessageType.Close) return null;
            length += received.Count;
            if (received.EndOfMessage) return JsonNode.Parse(buffer.AsSpan(0, length)) as JsonObject ?? [];
        }
    }

    private static ValueTask SendAsync(WebSocket socket, byte[] json, CancellationToken cancellation) =>
        socket.SendAsync(json.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, cancellation);

    private static byte[] Utf8(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json);
}
