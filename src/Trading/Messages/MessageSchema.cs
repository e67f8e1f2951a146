using System.Globalization;

namespace Trading.Messages;

/// <summary>The schema that a message names: <c>urn:trading:schema:orders.order.filled:1</c>.</summary>
internal readonly record struct MessageSchema(EventRow Row, int Version)
{
    private const string Prefix = "urn:trading:schema:";

    public static string Write(EventRow row) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{row.Name}:{row.Version}");

    public static bool TryParse(ReadOnlySpan<char> text, EventCatalogue catalogue, out MessageSchema schema)
    {
        schema = default;
        if (!text.StartsWith(Prefix)) return false;
        text = text[Prefix.Length..];
        var colon = text.IndexOf(':');
        if (colon < 0 || catalogue.Find(text[..colon]) is not { } row) return false;
        if (!int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version == 0) return false;
        schema = new MessageSchema(row, version);
        return true;
    }
}
