using System.Text.Json.Serialization;

namespace Trading.Orders;

/// <summary>Which leg of its trade an order is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderRole>))]
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
