using System.Text.Json.Nodes;
using Trading.Messages;

namespace Trading.Tests.Messages;

/// <summary>Whatever bytes come, the answer is a message or a <see cref="MessageFormatException"/>.</summary>
public class MessageFuzzTests
{
    private const int Tries = 20_000;

    private static readonly byte[][] Written = [.. Wire.Rows.Select(row => MessageJson.Write(EventExamples.Message(row)))];

    private static readonly Gen<byte[]> Valid = Generated.OneOf(Written);

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e400", "-0.0", "1e28", "79228162514264337593543950335", "92233720368.54775807", "9223372036854775808",
        "\"\"", "\"NaN\"", "\"\\u0000\"", "\"AAPL\"", "\"2026-08-21T13:30:00Z\"", "\"00:05:00\"", "\"1d\"", "\"Buy\"", "[]", "[null]", "{}", "{\"kind\":\"fixed\"}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
    ];

    [Fact]
    public void Random_bytes() => Gen.Byte.Array[0, 300].Sample(Check, iter: Tries);

    [Fact]
    public void Random_json_punctuation() => Gen.Char["{}[]\",:0123456789.eE+-\\u tfn"].Array[0, 60].Sample(text => Check(Wire.Bytes(new string(text))), iter: Tries);

    [Fact]
    public void Messages_cut_short() => Gen.Select(Valid, Gen.Int[0, 10_000]).Sample((json, at) =>
    {
        // A message has one closing brace, at its end.
        Assert.Null(Wire.ReadOrRefuse(json[..(at % json.Length)]));
    }, iter: Tries);

    [Fact]
    public void Messages_with_flipped_bits() => Gen.Select(Valid, Gen.Int[0, int.MaxValue].Array[1, 4]).Sample((json, flips) =>
    {
        var bent = json.ToArray();
        foreach (var flip in flips) bent[flip / 8 % bent.Length] ^= (byte)(1 << (flip & 7));
        Check(bent);
    }, iter: Tries);

    [Fact]
    public void Messages_spliced_into_each_other() => Gen.Select(Valid, Valid, Gen.Int[0, 10_000], Gen.Int[0, 10_000]).Sample((head, tail, end, start) =>
        Check([.. head.AsSpan(0, end % head.Length), .. tail.AsSpan(start % tail.Length)]), iter: Tries);

    [Fact]
    public void Messages_with_any_value_in_place_of_another() =>
        Gen.Select(Valid, Gen.Int[0, 10_000], Generated.OneOf(Values)).Sample((json, which, value) =>
        {
            var message = JsonNode.Parse(json)!;
            var places = Places(message).ToArray();
            var (parent, key) = places[which % places.Length];
            if (parent is JsonArray items) items[(int)key] = JsonNode.Parse(value);
            else ((JsonObject)parent)[(string)key] = JsonNode.Parse(value);
            Check(Wire.Bytes(message.ToJsonString()));
        }, iter: Tries);

    /// <summary>What is read is whole: it can be written and read again, and is then the same.</summary>
    private static void Check(byte[] json)
    {
        if (Wire.ReadOrRefuse(json) is not { } message) return;
        var again = MessageJson.Write(message);
        Assert.Equal(again, MessageJson.Write(MessageJson.Read(again)));
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode node) => node switch
    {
        JsonObject parts => parts.SelectMany(part => Under(part.Value).Prepend((node, part.Key))),
        JsonArray items => items.SelectMany((item, i) => Under(item).Prepend((node, i))),
        _ => [],
    };

    private static IEnumerable<(JsonNode Parent, object Key)> Under(JsonNode? node) => node is null ? [] : Places(node);
}
