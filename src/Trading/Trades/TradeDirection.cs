using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.Trades;

/// <summary>Whether a trade gains when the price rises or when it falls.</summary>
[JsonConverter(typeof(EnumJsonConverter<TradeDirection>))]
public enum TradeDirection
{
    Long,
    Short,
}
