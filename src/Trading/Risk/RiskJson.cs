using System.Text.Json.Serialization;

namespace Trading.Risk;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TripEvidence))]
internal sealed partial class RiskJson : JsonSerializerContext;
