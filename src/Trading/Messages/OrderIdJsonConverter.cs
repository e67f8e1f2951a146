using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.Orders;

namespace Trading.Messages;

/// <summary>An order id as a JSON string.</summary>
public sealed class OrderIdJsonConverter : JsonConverter<OrderId>
{
    public override OrderId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && OrderId.TryParse(reader.GetString(), out var id, out _, out _)
            ? id
            : throw new JsonException("An order id is a trade id, a leg (entry, stop, target, exit) and a number.");

    public override void Write(Utf8JsonWriter writer, OrderId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
