using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.Orders;

namespace Trading.Messages;

/// <summary>An order id as a JSON string, also as the key of an object.</summary>
public sealed class OrderIdJsonConverter : JsonConverter<OrderId>
{
    private const string Expected = "An order id is a trade id, a leg (entry, stop, target, exit) and a number.";

    public override OrderId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()) : throw new JsonException(Expected);

    public override OrderId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    /// <exception cref="JsonException">There is no id.</exception>
    public override void Write(Utf8JsonWriter writer, OrderId value, JsonSerializerOptions options) => writer.WriteStringValue(Text(value));

    /// <exception cref="JsonException">There is no id.</exception>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, OrderId value, JsonSerializerOptions options) => writer.WritePropertyName(Text(value));

    private static OrderId Parse(string? text) => OrderId.TryParse(text, out var id, out _, out _) && id.Value == text ? id : throw new JsonException(Expected);

    private static string Text(OrderId value) => value.Value.Length > 0 ? value.Value : throw new JsonException("The order id is missing.");
}
