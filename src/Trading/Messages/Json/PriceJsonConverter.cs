using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.MarketData;

namespace Trading.Messages;

/// <summary>A price as a JSON number in dollars, without trailing zeros.</summary>
public sealed class PriceJsonConverter : JsonConverter<Price>
{
    private const int MaxLength = 24;
    private const int Decimals = 8;

    public override Price Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override void Write(Utf8JsonWriter writer, Price value, JsonSerializerOptions options) => Write(writer, value);

    internal static Price Read(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var dollars) && Math.Abs(dollars) <= Price.MaxValue.ToDecimal()
            ? Price.FromDecimal(dollars)
            : throw new JsonException("A price is a number of dollars within 92 billion.");

    // The framework would write all eight decimals of each price, a third of the size of a message of bars.
    internal static void Write(Utf8JsonWriter writer, Price value)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        var (whole, fraction) = Math.DivRem(Math.Abs(value.Units), Price.UnitsPerDollar);
        var length = 0;
        if (value.Units < 0) text[length++] = (byte)'-';
        Utf8Formatter.TryFormat(whole, text[length..], out var digits);
        length += digits;
        if (fraction != 0)
        {
            text[length++] = (byte)'.';
            Utf8Formatter.TryFormat(fraction, text[length..], out _, new('D', Decimals));
            length += text.Slice(length, Decimals).TrimEnd((byte)'0').Length;
        }
        writer.WriteRawValue(text[..length], skipInputValidation: true);
    }
}
