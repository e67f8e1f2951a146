using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.MarketData;

namespace Trading.Messages;

/// <summary>A price as a JSON number in dollars.</summary>
public sealed class PriceJsonConverter : JsonConverter<Price>
{
    public override Price Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var dollars) && Math.Abs(dollars) <= Price.MaxValue.ToDecimal()
            ? Price.FromDecimal(dollars)
            : throw new JsonException("A price is a number of dollars within 92 billion.");

    public override void Write(Utf8JsonWriter writer, Price value, JsonSerializerOptions options) => writer.WriteNumberValue(value.ToDecimal());
}
