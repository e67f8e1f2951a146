using System.Net;
using Trading.Runtime.Resilience;

namespace Trading.Alpaca.Wire;

/// <summary>Stands between the client library and the socket: one attempt for each call, rate-limit headers read, unknown words tamed.</summary>
/// <remarks>The library's own retries are part of the handler it would make for itself, which this one replaces.</remarks>
internal sealed class AlpacaWire(UnknownWords words, TimeProvider clock) : DelegatingHandler(Socket())
{
    public static HttpClient Client(UnknownWords words, TimeProvider clock) =>
        new(new AlpacaWire(words, clock), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request is { RequestUri: { } uri, Method: var method } && method == HttpMethod.Get && uri.AbsolutePath.StartsWith("/v2/orders/", StringComparison.Ordinal))
            request.RequestUri = new UriBuilder(uri) { Query = "nested=true" }.Uri; // so that attached orders are told with it
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        WireHeaders.Note(RateLimitHeaders.Read(response.Headers, clock.GetUtcNow()));
        // The body is read here, under the call's time-out; the library reads it without one.
        await response.Content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode || response.Content.Headers.ContentType?.MediaType != "application/json") return response;
        var json = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var tame = new ByteArrayContent(words.Tame(json));
        tame.Headers.ContentType = response.Content.Headers.ContentType;
        response.Content.Dispose();
        response.Content = tame;
        return response;
    }

    private static SocketsHttpHandler Socket() => new()
    {
        AllowAutoRedirect = false, // the keys would go along, wherever it leads
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        ActivityHeadersPropagator = null, // no trace of ours goes to Alpaca, and no path of a request into a trace
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}
