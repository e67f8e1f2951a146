using System.Globalization;
using System.Net.Http.Headers;

namespace Trading.Runtime.Resilience;

/// <summary>What a broker's headers say of its rate limit.</summary>
/// <param name="Remaining">Calls left in the window; null when not said.</param>
/// <param name="ResetAt">When calls are taken again, in UTC; null when not said.</param>
/// <remarks>
/// <c>Retry-After</c> is of RFC 9110, seconds or a date. <c>X-RateLimit-Remaining</c> and <c>X-RateLimit-Reset</c>, in seconds of
/// Unix time, are Alpaca's: https://docs.alpaca.markets/docs/usage-limit-api-calls
/// </remarks>
public readonly record struct RateLimitHeaders(int? Remaining, DateTimeOffset? ResetAt)
{
    // A reset further away than this is a clock gone wrong, not a limit: both brokers count in minutes.
    private static readonly TimeSpan Furthest = TimeSpan.FromMinutes(15);

    /// <summary>Whether the broker takes no more calls until <see cref="ResetAt"/>.</summary>
    public bool IsUsedUp => Remaining <= 0 && ResetAt is not null;

    public static RateLimitHeaders Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var remaining = Whole(headers, "X-RateLimit-Remaining") is { } left ? (int?)Math.Clamp(left, 0, int.MaxValue) : null;
        var reset = headers.RetryAfter switch
        {
            { Delta: { } delta } => now + delta,
            { Date: { } date } => date,
            _ => Whole(headers, "X-RateLimit-Reset") is { } seconds and >= 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : (DateTimeOffset?)null,
        };
        if (reset > now + Furthest) reset = now + Furthest;
        return new(remaining, reset?.ToUniversalTime());
    }

    private static long? Whole(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) && long.TryParse(values.FirstOrDefault(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
