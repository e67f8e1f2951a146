using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Trading.Runtime.Brokers.Schwab.Login;

/// <summary>Waits on 127.0.0.1 for the browser to come back from Schwab.</summary>
/// <remarks>
/// Schwab's portal takes https callbacks only, and no authority signs for 127.0.0.1: the certificate is made for this one login, kept in
/// memory and signed by itself, so the browser warns once. What is sent never leaves the machine.
/// </remarks>
public sealed class LoopbackCallback : IDisposable
{
    private const int LongestRequest = 16 * 1024;
    private static readonly TimeSpan LongestTalk = TimeSpan.FromSeconds(10);

    private readonly TcpListener _listener;
    private readonly X509Certificate2 _certificate;
    private readonly Uri _callback;

    /// <param name="callback">The registered callback; its port is listened on, a free one where it is zero.</param>
    /// <exception cref="SocketException">The port is taken, or only for those with more rights (below 1024).</exception>
    public LoopbackCallback(Uri callback, TimeProvider clock)
    {
        _listener = new TcpListener(IPAddress.Loopback, callback.Port);
        _listener.Start();
        _callback = callback;
        _certificate = MakeCertificate(clock.GetUtcNow());
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The address the browser was sent to: the first to the callback's path that carries a code or an error.</summary>
    public async Task<Uri> WaitAsync(CancellationToken cancellation)
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(cancellation);
            if (await TalkAsync(client, cancellation) is { } redirect) return redirect;
        }
    }

    public void Dispose()
    {
        _listener.Stop();
        _certificate.Dispose();
    }

    /// <summary>A browser that dislikes the certificate hangs up and comes again once the person has agreed.</summary>
    private async Task<Uri?> TalkAsync(TcpClient client, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(LongestTalk);
        try
        {
            await using var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, limit.Token);
            var redirect = Read(await RequestLineAsync(stream, limit.Token));
            var text = redirect is null ? "Not here." : "The login came back. You may close this window and return to the terminal.";
            var body = Encoding.UTF8.GetBytes($"<!doctype html><meta charset=utf-8><title>trading login</title><p>{text}</p>");
            var head = $"HTTP/1.1 {(redirect is null ? "404 Not Found" : "200 OK")}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {body.Length}\r\nReferrer-Policy: no-referrer\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), limit.Token);
            await stream.WriteAsync(body, limit.Token);
            await stream.ShutdownAsync();
            return redirect;
        }
        catch (Exception hungUp) when (hungUp is IOException or System.Security.Authentication.AuthenticationException or SocketException
            || (hungUp is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    private Uri? Read(string requestLine)
    {
        var parts = requestLine.Split(' ');
        if (parts.Length < 2 || parts[0] != "GET" || !parts[1].StartsWith('/') || !Uri.TryCreate(_callback, parts[1], out var address)) return null;
        return address.AbsolutePath == _callback.AbsolutePath && (address.Query.Contains("code=", StringComparison.Ordinal) || address.Query.Contains("error=", StringComparison.Ordinal))
            ? address
            : null;
    }

    private static async Task<string> RequestLineAsync(SslStream stream, CancellationToken cancellation)
    {
        var buffer = new byte[LongestRequest];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellation);
            if (read == 0) break;
            length += read;
            var text = Encoding.ASCII.GetString(buffer, 0, length);
            if (text.Contains("\r\n\r\n", StringComparison.Ordinal)) return text[..text.IndexOf('\r', StringComparison.Ordinal)];
        }
        return "";
    }

    private static X509Certificate2 MakeCertificate(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var made = request.CreateSelfSigned(now.AddMinutes(-5), now.AddHours(1));
        // Some platforms serve only a key that has been through a store format.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
