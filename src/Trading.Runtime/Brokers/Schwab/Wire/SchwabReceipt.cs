using System.Globalization;

namespace Trading.Runtime.Brokers.Schwab.Wire;

/// <summary>What Schwab says when it has taken an order: nothing but a <c>Location</c> header, and that not always.</summary>
/// <param name="OrderId">The number that ends the path of the header; null where it is absent or something else.</param>
internal sealed record SchwabReceipt(string? OrderId)
{
    public static SchwabReceipt Of(HttpResponseMessage response)
    {
        var path = response.Headers.Location is { } location ? (location.IsAbsoluteUri ? location.AbsolutePath : location.OriginalString) : "";
        var at = path.LastIndexOf("/orders/", StringComparison.OrdinalIgnoreCase);
        var id = at < 0 ? "" : path[(at + "/orders/".Length)..].TrimEnd('/');
        return new(long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? id : null);
    }
}
