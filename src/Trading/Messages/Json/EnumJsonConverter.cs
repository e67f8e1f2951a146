using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trading.Messages;

/// <summary>An enum as the name of its value, spelled exactly, and nothing else.</summary>
/// <remarks>
/// The framework's converter also reads numbers without a name and lists such as <c>"Sell, SellShort"</c>, which it adds up
/// to a third value.
/// </remarks>
public sealed class EnumJsonConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly T[] Values = Enum.GetValues<T>();
    private static readonly JsonEncodedText[] Names = Array.ConvertAll(Values, value => JsonEncodedText.Encode(value.ToString()));

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            for (var i = 0; i < Names.Length; i++)
                if (reader.ValueTextEquals(Names[i].EncodedUtf8Bytes)) return Values[i];
        throw new JsonException($"Must be one of {string.Join(", ", Values)}.");
    }

    /// <exception cref="JsonException">The value has no name.</exception>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        var at = Array.IndexOf(Values, value);
        if (at < 0) throw new JsonException($"{value} is not a {typeof(T).Name}: must be one of {string.Join(", ", Values)}.");
        writer.WriteStringValue(Names[at]);
    }
}
