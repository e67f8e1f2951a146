using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.Breakers;

/// <summary>What a broker's answer that is no success is, in the words of <see cref="BrokerErrorPolicy"/>.</summary>
[JsonConverter(typeof(EnumJsonConverter<BrokerFailure>))]
public enum BrokerFailure
{
    NotAuthorised,
    TokenExpired,
    BusinessRefusal,

    /// <summary>The client order id is there already.</summary>
    AlreadyThere,

    /// <summary>The broker does not know the order.</summary>
    Unknown,

    /// <summary>The order can no longer be canceled or replaced.</summary>
    NotCancelable,

    Throttled,

    /// <summary>Nobody knows whether the call had its effect.</summary>
    Ambiguous,
}
