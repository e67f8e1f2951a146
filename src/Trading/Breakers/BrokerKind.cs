using System.Text.Json.Serialization;

namespace Trading.Breakers;

/// <summary>Whose answers they are.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BrokerKind>))]
public enum BrokerKind
{
    Alpaca,
    Schwab,
}
