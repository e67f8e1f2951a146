using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trading.Messages;

/// <summary>A time as RFC 3339 text in UTC: <c>"2026-08-21T13:30:00Z"</c>, to a ten-millionth of a second.</summary>
/// <remarks>Other offsets are read and brought to UTC. A time without one is refused, because it would mean the reader's own zone.</remarks>
public sealed class UtcTimeJsonConverter : JsonConverter<DateTimeOffset>
{
    internal const string Expected = "A time is written 2026-08-21T13:30:00Z.";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryRead(ref reader, out var time) ? time : throw new JsonException(Expected);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);

    internal static bool TryRead(ref Utf8JsonReader reader, out DateTimeOffset time)
    {
        time = default;
        if (reader.TokenType != JsonTokenType.String || !NamesOffset(reader.ValueSpan) || !reader.TryGetDateTimeOffset(out var local)) return false;
        time = local.ToUniversalTime();
        return true;
    }

    private static bool NamesOffset(ReadOnlySpan<byte> text) =>
        text.Length >= "2026-08-21T13:30:00Z".Length && (text[^1] == 'Z' || text[^6] is (byte)'+' or (byte)'-');
}
