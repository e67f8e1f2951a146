using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.Trades;

namespace Trading.Messages;

/// <summary>A trade id as a JSON string, also as the key of an object.</summary>
public sealed class TradeIdJsonConverter : JsonConverter<TradeId>
{
    private const string Expected = "A trade id looks like trade-2026-08-21-AAPL-trend-k3f9x2ab7c.";

    public override TradeId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()) : throw new JsonException(Expected);

    public override TradeId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    /// <exception cref="JsonException">There is no id.</exception>
    public override void Write(Utf8JsonWriter writer, TradeId value, JsonSerializerOptions options) => writer.WriteStringValue(Text(value));

    /// <exception cref="JsonException">There is no id.</exception>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, TradeId value, JsonSerializerOptions options) => writer.WritePropertyName(Text(value));

    private static TradeId Parse(string? text) => TradeId.TryParse(text, out var id) ? id : throw new JsonException(Expected);

    private static string Text(TradeId value) => value.Value.Length > 0 ? value.Value : throw new JsonException("The trade id is missing.");
}
