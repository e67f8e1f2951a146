using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.MarketData;
using Trading.Orders;

namespace Trading.Messages;

/// <summary>The distance of a trailing stop as an object with one field: <c>{"amount":1.5}</c> or <c>{"percent":5}</c>.</summary>
public sealed class TrailJsonConverter : JsonConverter<Trail>
{
    public override Trail Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A trail is an object.");
        Price? amount = null;
        decimal? percent = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isAmount, isPercent) = (reader.ValueTextEquals("amount"u8), reader.ValueTextEquals("percent"u8));
            if ((isAmount && amount is not null) || (isPercent && percent is not null)) throw new JsonException("A trail names a distance once.");
            reader.Read();
            if (isAmount) amount = PriceJsonConverter.Read(ref reader);
            else if (isPercent) percent = ReadPercent(ref reader);
            else reader.Skip();
        }
        try
        {
            return new Trail(amount, percent);
        }
        catch (ArgumentException refused)
        {
            throw new JsonException(refused.Message, refused);
        }
    }

    public override void Write(Utf8JsonWriter writer, Trail value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.Amount is { } amount)
        {
            writer.WritePropertyName("amount"u8);
            PriceJsonConverter.Write(writer, amount);
        }
        if (value.Percent is { } percent) writer.WriteNumber("percent"u8, percent);
        writer.WriteEndObject();
    }

    private static decimal ReadPercent(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var percent) ? percent : throw new JsonException("A percentage is a number.");
}
