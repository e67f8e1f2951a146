using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.Orders;

/// <summary>How long an order lives.</summary>
[JsonConverter(typeof(EnumJsonConverter<TimeInForce>))]
public enum TimeInForce
{
    /// <summary>Until the close of the session it is sent in or for.</summary>
    Day,

    GoodTilCanceled,

    /// <summary>What can trade at once does, the rest is canceled.</summary>
    ImmediateOrCancel,

    /// <summary>All at once or nothing.</summary>
    FillOrKill,

    /// <summary>In the opening auction only.</summary>
    AtTheOpen,

    /// <summary>In the closing auction only.</summary>
    AtTheClose,
}
