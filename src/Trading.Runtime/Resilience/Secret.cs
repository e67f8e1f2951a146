using System.Text.Json.Serialization;

namespace Trading.Runtime.Resilience;

/// <summary>A text that is not to be seen. Only <see cref="Reveal"/> gives it; printed, logged or serialized it is <c>***</c>.</summary>
[JsonConverter(typeof(SecretJsonConverter))]
public readonly record struct Secret
{
    /// <summary>What stands where a secret stood.</summary>
    public const string Mask = "***";

    private readonly string? _value;

    public Secret(string value) => _value = value;

    public bool IsEmpty => string.IsNullOrEmpty(_value);

    /// <summary>The text itself, for the one place that sends or stores it.</summary>
    public string Reveal() => _value ?? "";

    public override string ToString() => Mask;
}
