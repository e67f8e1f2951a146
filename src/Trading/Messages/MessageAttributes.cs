using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Trading.Messages;

/// <summary>The names of the attributes, all lower case as CloudEvents has it.</summary>
/// <remarks>https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md, its JSON format and its distributed-tracing extension.</remarks>
internal static class MessageAttributes
{
    public const string SpecVersion = "1.0";
    public const string ContentType = "application/json";

    /// <summary>Those without which nobody knows what a message says.</summary>
    public static readonly ImmutableArray<MessageAttribute> Required =
    [
        MessageAttribute.SpecVersion, MessageAttribute.Id, MessageAttribute.Source, MessageAttribute.Type,
        MessageAttribute.Time, MessageAttribute.DataSchema, MessageAttribute.Data,
    ];

    private static readonly ImmutableArray<JsonEncodedText> Names =
        [.. Enum.GetNames<MessageAttribute>().Select(name => JsonEncodedText.Encode(name.ToLowerInvariant()))];

    public static JsonEncodedText Name(this MessageAttribute attribute) => Names[(int)attribute];

    /// <summary>Whether a text may be the value of an attribute: not empty, no control characters, nothing that is no character.</summary>
    public static bool IsText(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text.Length > 0;
        foreach (var rune in text.EnumerateRunes())
            if (Rune.IsControl(rune) || (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF) return false;
        return true;
    }

    /// <summary>The attribute that the reader is at, or null for one that is not ours. Those written by us come in order.</summary>
    public static MessageAttribute? Find(ref Utf8JsonReader reader, MessageAttribute expected)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            var at = ((int)expected + i) % Names.Length;
            if (reader.ValueTextEquals(Names[at].EncodedUtf8Bytes)) return (MessageAttribute)at;
        }
        return null;
    }
}
