using System.Text.Json.Serialization;

namespace Trading.Runtime.Brokers.Schwab.Wire;

internal sealed record WireToken(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("refresh_token")] string? RefreshToken,
    [property: JsonPropertyName("expires_in")] int? ExpiresIn);
