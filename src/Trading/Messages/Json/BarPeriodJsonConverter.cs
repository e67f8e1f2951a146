using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.MarketData;

namespace Trading.Messages;

/// <summary>A bar period as its short name: <c>"5m"</c>, <c>"1d"</c>.</summary>
public sealed class BarPeriodJsonConverter : JsonConverter<BarPeriod>
{
    public override BarPeriod Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && BarPeriod.TryParse(reader.GetString(), out var period)
            ? period
            : throw new JsonException("A bar period is 1m to 390m, 1h to 6h, or 1d.");

    public override void Write(Utf8JsonWriter writer, BarPeriod value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
