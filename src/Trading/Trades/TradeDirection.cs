using System.Text.Json.Serialization;

namespace Trading.Trades;

/// <summary>Whether a trade gains when the price rises or when it falls.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TradeDirection>))]
public enum TradeDirection
{
    Long,
    Short,
}
