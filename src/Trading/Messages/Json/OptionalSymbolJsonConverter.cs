using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.MarketData;

namespace Trading.Messages;

/// <summary>A symbol as a JSON string, empty where a scope names none.</summary>
public sealed class OptionalSymbolJsonConverter : JsonConverter<Symbol>
{
    public override Symbol Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (reader.TokenType == JsonTokenType.String ? reader.GetString() : null) switch
        {
            "" => default,
            { } text when Symbol.TryParse(text, out var symbol) => symbol,
            _ => throw new JsonException(SymbolJsonConverter.Expected),
        };

    public override void Write(Utf8JsonWriter writer, Symbol value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
