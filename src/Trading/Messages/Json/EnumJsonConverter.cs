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

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Find(ref reader) : throw Unknown();

    /// <exception cref="JsonException">The value has no name.</exception>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(NameOf(value));

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Find(ref reader);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(NameOf(value));

    private static T Find(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < Names.Length; i++)
            if (reader.ValueTextEquals(Names[i].EncodedUtf8Bytes)) return Values[i];
        throw Unknown();
    }

    private static JsonEncodedText NameOf(T value)
    {
        var at = Array.IndexOf(Values, value);
        return at >= 0 ? Names[at] : throw new JsonException($"{value} is not a {typeof(T).Name}: must be one of {string.Join(", ", Values)}.");
    }

    private static JsonException Unknown() => new($"Must be one of {string.Join(", ", Values)}.");
}
