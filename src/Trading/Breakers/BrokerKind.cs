using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.Breakers;

/// <summary>Whose answers they are.</summary>
[JsonConverter(typeof(EnumJsonConverter<BrokerKind>))]
public enum BrokerKind
{
    Alpaca,
    Schwab,
}
