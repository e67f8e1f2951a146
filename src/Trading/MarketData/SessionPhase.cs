using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.MarketData;

/// <summary>The part of a trading day.</summary>
[JsonConverter(typeof(EnumJsonConverter<SessionPhase>))]
public enum SessionPhase
{
    Closed,
    PreMarket,
    Regular,
    AfterHours,
}
