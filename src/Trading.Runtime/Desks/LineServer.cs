using System.Net.Sockets;

namespace Trading.Runtime.Desks;

/// <summary>Answers lines with lines on a Unix domain socket that only its owner may use.</summary>
public sealed class LineServer : IAsyncDisposable
{
    /// <summary>The longest line that is read; a visitor who sends more is hung up on.</summary>
    public const int LongestLine = 1 << 20;

    private readonly Socket _socket;
    private readonly string _path;
    private readonly Func<string, CancellationToken, Task<string>> _answer;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _work;

    private LineServer(Socket socket, string path, Func<string, CancellationToken, Task<string>> answer)
    {
        (_socket, _path, _answer) = (socket, path, answer);
        _work = Task.Run(ListenAsync);
    }

    /// <summary>Takes the place of a socket that a dead process left.</summary>
    public static LineServer Start(string path, Func<string, CancellationToken, Task<string>> answer)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        File.Delete(path);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        socket.Listen();
        return new LineServer(socket, path, answer);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _socket.Dispose();
        await _work;
        File.Delete(_path);
        _stopping.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (!_stopping.IsCancellationRequested) _ = ServeAsync(await _socket.AcceptAsync(_stopping.Token));
        }
        catch (Exception closed) when (closed is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Nobody is listened to any more.
        }
    }

    private async Task ServeAsync(Socket visitor)
    {
        try
        {
            await using var stream = new NetworkStream(visitor, ownsSocket: true);
            using var reader = new StreamReader(stream);
            await using var writer = new StreamWriter(stream) { AutoFlush = true };
            while (await reader.ReadLineAsync(_stopping.Token) is { Length: <= LongestLine } line)
                await writer.WriteLineAsync((await _answer(line, _stopping.Token)).AsMemory(), _stopping.Token);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The visitor has hung up, or the desk is closing.
        }
    }
}
