using Trading.Runtime.Resilience;

namespace Trading.Alpaca.Wire;

/// <summary>Carries the rate-limit headers of an answer past the client library, which keeps them to itself, to the call they belong to.</summary>
internal static class WireHeaders
{
    private static readonly AsyncLocal<Box?> Current = new();

    /// <summary>Begins a call; its headers are in what is returned once it was answered.</summary>
    public static Box Begin() => Current.Value = new Box();

    public static void Note(RateLimitHeaders headers)
    {
        if (Current.Value is { } box) box.Headers = headers;
    }

    internal sealed class Box
    {
        public RateLimitHeaders Headers { get; set; }
    }
}
