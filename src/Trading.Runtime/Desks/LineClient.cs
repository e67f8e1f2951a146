using System.Net.Sockets;

namespace Trading.Runtime.Desks;

/// <summary>Asks a <see cref="LineServer"/>. One question at a time; safe for several threads.</summary>
public sealed class LineClient : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;
    private readonly SemaphoreSlim _turn = new(1);

    private LineClient(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new StreamReader(_stream);
        _writer = new StreamWriter(_stream) { AutoFlush = true };
    }

    /// <summary>Connects, or returns null when nobody answers there.</summary>
    public static async Task<LineClient?> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return new LineClient(socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    /// <exception cref="IOException">The other side has hung up.</exception>
    public async Task<string> AskAsync(string line, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await _writer.WriteLineAsync(line.AsMemory(), cancellation);
            return await _reader.ReadLineAsync(cancellation) ?? throw new IOException("The other side has hung up.");
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
        _turn.Dispose();
    }
}
