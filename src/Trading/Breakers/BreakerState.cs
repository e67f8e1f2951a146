using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.Breakers;

/// <summary>The three states of a breaker. The moves between them are <see cref="BreakerTransitions"/>.</summary>
[JsonConverter(typeof(EnumJsonConverter<BreakerState>))]
public enum BreakerState
{
    /// <summary>Calls pass.</summary>
    Closed,

    /// <summary>Calls are denied, for a time or until a person resets it.</summary>
    Open,

    /// <summary>One call, the probe, passes; what comes of it decides.</summary>
    HalfOpen,
}
