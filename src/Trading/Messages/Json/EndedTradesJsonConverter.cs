using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Trading.Risk;

namespace Trading.Messages;

/// <summary>The ended trades of a portfolio as an array, oldest first.</summary>
public sealed class EndedTradesJsonConverter : JsonConverter<EndedTrades>
{
    public override EndedTrades Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("The ended trades are an array.");
        var info = Info(options);
        var trades = EndedTrades.None;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            trades = trades.With(JsonSerializer.Deserialize(ref reader, info) ?? throw new JsonException("An ended trade is an object."));
        return trades;
    }

    public override void Write(Utf8JsonWriter writer, EndedTrades value, JsonSerializerOptions options)
    {
        var info = Info(options);
        writer.WriteStartArray();
        foreach (var trade in value) JsonSerializer.Serialize(writer, trade, info);
        writer.WriteEndArray();
    }

    private static JsonTypeInfo<TradeExposure> Info(JsonSerializerOptions options) => (JsonTypeInfo<TradeExposure>)options.GetTypeInfo(typeof(TradeExposure));
}
