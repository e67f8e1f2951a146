using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.MarketData;

namespace Trading.Messages;

/// <summary>A symbol as a JSON string.</summary>
public sealed class SymbolJsonConverter : JsonConverter<Symbol>
{
    public override Symbol Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Symbol.TryParse(reader.GetString(), out var symbol)
            ? symbol
            : throw new JsonException("A symbol is 1 to 15 letters, digits or . - / = ^");

    public override void Write(Utf8JsonWriter writer, Symbol value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
