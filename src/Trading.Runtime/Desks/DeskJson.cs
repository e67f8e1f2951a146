using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.Runtime.Desks;

/// <summary>How what goes between a desk, its paper exchange and its visitors is written.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(UtcTimeJsonConverter)])]
[JsonSerializable(typeof(PaperCall))]
[JsonSerializable(typeof(PaperRequest))]
[JsonSerializable(typeof(PaperReply))]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlReply))]
internal sealed partial class DeskJson : JsonSerializerContext;
