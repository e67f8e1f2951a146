using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.Orders;

/// <summary>What an order does to the position. Selling what is held and selling short are told apart (Regulation SHO, Rule 200(g)).</summary>
[JsonConverter(typeof(EnumJsonConverter<OrderSide>))]
public enum OrderSide
{
    Buy,
    Sell,
    SellShort,
    BuyToCover,
}
