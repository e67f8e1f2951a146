using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.Orders;

/// <summary>At which price an order may trade, and what wakes it.</summary>
[JsonConverter(typeof(EnumJsonConverter<OrderType>))]
public enum OrderType
{
    /// <summary>At once, at any price.</summary>
    Market,

    /// <summary>At the limit or better.</summary>
    Limit,

    /// <summary>A market order once the stop price trades.</summary>
    Stop,

    /// <summary>A limit order once the stop price trades.</summary>
    StopLimit,

    /// <summary>A stop whose price follows the market at a distance and never steps back.</summary>
    TrailingStop,
}
