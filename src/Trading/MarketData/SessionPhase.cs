using System.Text.Json.Serialization;

namespace Trading.MarketData;

/// <summary>The part of a trading day.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SessionPhase>))]
public enum SessionPhase
{
    Closed,
    PreMarket,
    Regular,
    AfterHours,
}
