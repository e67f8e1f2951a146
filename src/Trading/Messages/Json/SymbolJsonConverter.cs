using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.MarketData;

namespace Trading.Messages;

/// <summary>A symbol as a JSON string, also as the key of an object.</summary>
public sealed class SymbolJsonConverter : JsonConverter<Symbol>
{
    internal const string Expected = "A symbol is 1 to 15 letters, digits or . - / = ^";

    public override Symbol Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()) : throw new JsonException(Expected);

    public override Symbol ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    /// <exception cref="JsonException">There is no symbol.</exception>
    public override void Write(Utf8JsonWriter writer, Symbol value, JsonSerializerOptions options) => writer.WriteStringValue(Text(value));

    /// <exception cref="JsonException">There is no symbol.</exception>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, Symbol value, JsonSerializerOptions options) => writer.WritePropertyName(Text(value));

    private static Symbol Parse(string? text) => Symbol.TryParse(text, out var symbol) ? symbol : throw new JsonException(Expected);

    private static string Text(Symbol value) => value.Value.Length > 0 ? value.Value : throw new JsonException("The symbol is missing.");
}
