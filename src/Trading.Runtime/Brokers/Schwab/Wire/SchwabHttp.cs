using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Brokers.Schwab.Wire;

/// <summary>One exchange with Schwab over the wire: a request out, a result in. Knows no tokens and repeats nothing.</summary>
internal sealed class SchwabHttp(IHttpClientFactory clients, CallPolicies policies, TimeProvider clock)
{
    /// <summary>The name of the client in the factory.</summary>
    public const string ClientName = "schwab";

    private const int LongestError = 16 * 1024;

    /// <param name="ageOf">Tells how old the token is that was sent; asked where Schwab refuses it.</param>
    public async ValueTask<CallResult<T>> SendAsync<T>(
        HttpRequestMessage request, BrokerCall call, CallClass calls, Func<CancellationToken, ValueTask<TokenAge>> ageOf,
        Func<HttpResponseMessage, CancellationToken, ValueTask<T>> read, CancellationToken cancellation)
    {
        var client = clients.CreateClient(ClientName);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var now = clock.GetUtcNow();
        var limit = RateLimitHeaders.Read(response.Headers, now);
        if (!response.IsSuccessStatusCode) return await FailureAsync<T>(response, call, calls, ageOf, limit, now, cancellation);
        try
        {
            return CallResults.Done(await read(response, cancellation), limit.IsUsedUp ? limit.ResetAt : null);
        }
        catch (JsonException)
        {
            // The parser's message quotes what it read, so it is left out.
            return CallResults.NoAnswer<T>(BrokerKind.Schwab, call, SchwabCodes.Unreadable, "the answer is not what Schwab documents");
        }
    }

    public static async ValueTask<T> JsonAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        return await JsonSerializer.DeserializeAsync(body, type, cancellation) ?? throw new JsonException("null");
    }

    private async ValueTask<CallResult<T>> FailureAsync<T>(
        HttpResponseMessage response, BrokerCall call, CallClass calls, Func<CancellationToken, ValueTask<TokenAge>> ageOf, RateLimitHeaders limit, DateTimeOffset now,
        CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        var (code, message) = SchwabError.Read(await BodyAsync(response, cancellation));
        var age = status == 401 ? await ageOf(cancellation) : TokenAge.Fresh;
        var reply = new BrokerReply(BrokerKind.Schwab, call, status, code, message.Length > 0 ? message : response.ReasonPhrase ?? "", age);
        var isThrottled = status == 429;
        var result = CallResults.Of<T>(reply, limit.ResetAt ?? (isThrottled ? now + policies.Of(calls).DefaultHold : null), isThrottled);
        // Schwab's own 404 says what was not found. One without a word comes from a gateway that knows nothing of orders.
        return result.Answer.Outcome == BrokerOutcome.NotFound && message.Length == 0
            ? result with { Answer = result.Answer with { Outcome = BrokerOutcome.NoAnswer } }
            : result;
    }

    /// <summary>The beginning of the body; what was lost on the way is as good as empty, the status says enough.</summary>
    private static async ValueTask<string> BodyAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            var buffer = new byte[LongestError];
            var length = await body.ReadAtLeastAsync(buffer, LongestError, throwOnEndOfStream: false, cancellation);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        catch (Exception lost) when (lost is IOException or HttpRequestException)
        {
            return "";
        }
    }
}
