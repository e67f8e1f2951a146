using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Trading.Alpaca.Wire;

/// <summary>Lets the client library read words that Alpaca added after it was written, and remembers which order had them.</summary>
/// <remarks>
/// The library throws at a status it does not know, and with it a whole list of orders would be lost. Such a word is replaced
/// by one it can read, and the order's status counts as unknown until it is told with known words again. A message of the stream
/// is read later than it came, when the order may have been told anew: its words go with the message, by the id of its execution,
/// which nobody else reads.
/// </remarks>
internal sealed class UnknownWords
{
    // Fields of the account that nobody here asks for and whose words have grown before.
    private static readonly string[] UnusedOfAccount = ["crypto_status", "multiplier", "options_trading_level", "options_approved_level"];

    private const int MostMessages = 10_000;

    private readonly ConcurrentDictionary<Guid, string> _words = new();
    private readonly ConcurrentDictionary<Guid, string> _messages = new();

    /// <summary>The words of an order that no table knows, or null when all are known.</summary>
    public string? Of(Guid order) => _words.GetValueOrDefault(order);

    /// <summary>The words of a message of the stream that no table knows, told once; null when all were known.</summary>
    public string? TakeOf(Guid? execution) => execution is { } mark && _messages.TryRemove(mark, out var words) ? words : null;

    /// <summary>The JSON text as the library can read it; the same array where it can already.</summary>
    public byte[] Tame(byte[] json)
    {
        if (json.Length == 0 || json[0] is not ((byte)'{' or (byte)'[')) return json;
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return json; // the library says what is wrong with it
        }
        return Tame(node) ? JsonSerializer.SerializeToUtf8Bytes(node) : json;
    }

    private bool Tame(JsonNode? node)
    {
        var isChanged = false;
        switch (node)
        {
            case JsonArray list:
                foreach (var item in list) isChanged |= Tame(item);
                break;
            case JsonObject fields when fields.ContainsKey("account_number"):
                foreach (var name in UnusedOfAccount) isChanged |= fields.Remove(name);
                break;
            case JsonObject fields when fields.ContainsKey("client_order_id") && fields.ContainsKey("status"):
                isChanged = TameOrder(fields, out _);
                break;
            case JsonObject fields when fields.ContainsKey("event") && fields["order"] is JsonObject order:
                isChanged = TameOrder(order, out var ofOrder) | TameEvent(fields, out var ofEvent);
                if ((ofOrder ?? ofEvent) is not null) Mark(fields, ofOrder, ofEvent);
                break;
            case JsonObject fields:
                foreach (var (_, value) in fields) isChanged |= value is JsonObject or JsonArray && Tame(value);
                break;
        }
        return isChanged;
    }

    private bool TameOrder(JsonObject order, out string? words)
    {
        words = null;
        if (!Guid.TryParse(Word(order, "id"), out var id)) return false;
        var isChanged = false;
        var unknown = new List<string>();
        Check("status", KnownWords.Statuses, "held");
        Check("type", KnownWords.Types, "market");
        Check("order_class", KnownWords.Classes, "simple");
        Check("time_in_force", KnownWords.Lives, "day");
        Check("asset_class", KnownWords.AssetClasses, "us_equity");
        if (unknown.Count > 0) _words[id] = words = string.Join(", ", unknown);
        else _words.TryRemove(id, out _);
        return isChanged | (order["legs"] is JsonArray legs && Tame(legs));

        void Check(string field, IReadOnlySet<string> known, string instead)
        {
            if (Word(order, field) is not { } word || known.Contains(word)) return;
            isChanged = true;
            order[field] = instead;
            if (field != "order_class" || word.Length > 0) unknown.Add($"{field} '{word}'"); // a simple order's class may be empty
        }
    }

    private static bool TameEvent(JsonObject update, out string? words)
    {
        words = null;
        if (Word(update, "event") is not { } word || KnownWords.Events.Contains(word)) return false;
        words = $"event '{word}'";
        update["event"] = "calculated";
        return true;
    }

    /// <summary>Notes what no table knows of a message under an id that the library hands on with it.</summary>
    private void Mark(JsonObject update, string? ofOrder, string? ofEvent)
    {
        if (_messages.Count >= MostMessages) _messages.Clear(); // nobody reads them
        var mark = Guid.NewGuid();
        _messages[mark] = string.Join(", ", new[] { ofEvent, ofOrder }.OfType<string>());
        update["execution_id"] = mark.ToString();
    }

    private static string? Word(JsonObject fields, string name) => fields[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
