using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.Orders;

/// <summary>Which leg of its trade an order is.</summary>
[JsonConverter(typeof(EnumJsonConverter<OrderRole>))]
public enum OrderRole
{
    Entry,

    /// <summary>The protective stop that rests at the broker.</summary>
    Stop,

    /// <summary>The profit target that rests at the broker.</summary>
    Target,

    /// <summary>An exit sent because the desk wants out.</summary>
    Exit,
}
