using System.Text.Json.Serialization;

namespace Trading.Orders;

/// <summary>What an order does to the position. Selling what is held and selling short are told apart (Regulation SHO, Rule 200(g)).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderSide>))]
public enum OrderSide
{
    Buy,
    Sell,
    SellShort,
    BuyToCover,
}
