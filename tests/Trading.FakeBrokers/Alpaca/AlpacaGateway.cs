using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Trading.FakeBrokers.Books;

namespace Trading.FakeBrokers.Alpaca;

/// <summary>What stands ahead of every request: keys and the rate limit with its headers.</summary>
internal sealed class AlpacaGateway(FakeMarket market, AlpacaOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Minute, int Used)> _used = new(StringComparer.Ordinal);

    public async Task PassAsync(HttpContext context, string api, Func<HttpContext, Task> endpoint)
    {
        if (!AreKeys(context.Request.Headers["APCA-API-KEY-ID"], context.Request.Headers["APCA-API-SECRET-KEY"]))
        {
            await SayAsync(context, context.Request.Headers.ContainsKey("APCA-API-KEY-ID") ? AlpacaErrors.Forbidden : AlpacaErrors.Unauthorized);
            return;
        }
        if (IsOverLimit(context, api)) await SayAsync(context, AlpacaErrors.TooMany);
        else await endpoint(context);
    }

    public bool AreKeys(string? keyId, string? secret) => keyId == options.KeyId && secret == options.SecretKey;

    public static Task SayAsync(HttpContext context, AlpacaError error) => SayAsync(context, AlpacaJson.Of(error), error.Status);

    public static async Task SayAsync(HttpContext context, JsonNode json, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=UTF-8";
        await context.Response.WriteAsync(json.ToJsonString(), context.RequestAborted);
    }

    private bool IsOverLimit(HttpContext context, string api)
    {
        var minute = market.Now.ToUnixTimeSeconds() / 60;
        int used;
        lock (_lock)
        {
            _used.TryGetValue(api, out var known);
            used = known.Minute == minute ? known.Used + 1 : 1;
            _used[api] = (minute, used);
        }
        var headers = context.Response.Headers;
        headers["X-RateLimit-Limit"] = options.RequestsPerMinute.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Remaining"] = Math.Max(0, options.RequestsPerMinute - used).ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset"] = ((minute + 1) * 60).ToString(CultureInfo.InvariantCulture);
        return used > options.RequestsPerMinute;
    }
}
