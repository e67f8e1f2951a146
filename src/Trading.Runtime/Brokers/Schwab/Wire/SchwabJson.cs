using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trading.Runtime.Brokers.Schwab.Wire;

/// <summary>Schwab's JSON. Fields that nobody knows are passed over; numbers may come as texts.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WireOrder))]
[JsonSerializable(typeof(WireOrder[]))]
[JsonSerializable(typeof(WireAccountNumber[]))]
[JsonSerializable(typeof(WireAccountAnswer))]
[JsonSerializable(typeof(WireCandles))]
[JsonSerializable(typeof(WireToken))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class SchwabJson : JsonSerializerContext;
