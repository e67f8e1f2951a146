using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trading.Messages;

/// <summary>A message id as 32 hexadecimal digits.</summary>
public sealed class MessageIdJsonConverter : JsonConverter<MessageId>
{
    public override MessageId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && MessageId.TryParse(reader.GetString(), out var id)
            ? id
            : throw new JsonException("A message id is 32 hexadecimal digits.");

    public override void Write(Utf8JsonWriter writer, MessageId value, JsonSerializerOptions options)
    {
        Span<byte> digits = stackalloc byte[MessageId.Length];
        value.Format(digits);
        writer.WriteStringValue(digits);
    }
}
