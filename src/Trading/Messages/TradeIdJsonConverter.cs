using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.Trades;

namespace Trading.Messages;

/// <summary>A trade id as a JSON string.</summary>
public sealed class TradeIdJsonConverter : JsonConverter<TradeId>
{
    public override TradeId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TradeId.TryParse(reader.GetString(), out var id)
            ? id
            : throw new JsonException("A trade id looks like trade-2026-08-21-AAPL-trend-k3f9x2ab7c.");

    public override void Write(Utf8JsonWriter writer, TradeId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
