using System.Text.Json.Serialization;
using Trading.Messages;
using Trading.Runtime.Brokers.Schwab.Orders;

namespace Trading.Runtime.State;

/// <summary>The values that adapters keep. Used through <see cref="StateJson"/>, by whose options they are written.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    Converters = [typeof(UtcTimeJsonConverter)])]
[JsonSerializable(typeof(SchwabOrderLink))]
[JsonSerializable(typeof(SchwabOrderName))]
internal sealed partial class StateJsonContext : JsonSerializerContext;
