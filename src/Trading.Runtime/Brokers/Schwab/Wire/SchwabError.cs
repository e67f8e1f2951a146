using System.Text.Json;

namespace Trading.Runtime.Brokers.Schwab.Wire;

/// <summary>The code and words of an error, in whichever of Schwab's three shapes it comes.</summary>
/// <remarks>
/// OAuth: <c>{"error": "invalid_client", "error_description": "..."}</c>. Trading: <c>{"message": "...", "errors": ["..."]}</c>. Market
/// data: <c>{"errors": [{"id": "...", "status": "400", "title": "...", "detail": "..."}]}</c>. A gateway's page of HTML has none.
/// </remarks>
internal static class SchwabError
{
    private const int LongestText = 500;

    public static (string Code, string Message) Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return ("", "");
            var root = document.RootElement;
            var words = new List<string>();
            Add(words, root, "error_description");
            Add(words, root, "message");
            if (root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array)
                foreach (var error in errors.EnumerateArray()) AddError(words, error);
            return (Text(root, "error") ?? "", Short(string.Join("; ", words.Distinct(StringComparer.Ordinal))));
        }
        catch (JsonException)
        {
            return ("", "");
        }
    }

    private static void AddError(List<string> words, JsonElement error)
    {
        if (error.ValueKind == JsonValueKind.String && error.GetString() is { Length: > 0 } text) words.Add(text);
        if (error.ValueKind != JsonValueKind.Object) return;
        Add(words, error, "title");
        Add(words, error, "detail");
        Add(words, error, "message");
    }

    private static void Add(List<string> words, JsonElement element, string name)
    {
        if (Text(element, name) is { Length: > 0 } text) words.Add(text);
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Short(string text) => text.Length <= LongestText ? text : text[..LongestText];
}
