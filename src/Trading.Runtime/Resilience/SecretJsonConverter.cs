using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trading.Runtime.Resilience;

/// <summary>Writes a secret as <see cref="Secret.Mask"/>, so that no document carries one by mistake; reading one is refused.</summary>
internal sealed class SecretJsonConverter : JsonConverter<Secret>
{
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Secrets are read by the store that keeps them.");

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) => writer.WriteStringValue(Secret.Mask);
}
