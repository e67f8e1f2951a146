using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.Breakers;

/// <summary>What the outcome of a call does to the breaker.</summary>
[JsonConverter(typeof(EnumJsonConverter<BreakerEffect>))]
public enum BreakerEffect
{
    /// <summary>Nothing against it: the broker answered. Ends a run of failures.</summary>
    None,

    /// <summary>One more failure in a row.</summary>
    Count,

    /// <summary>Opens at once, for the usual time.</summary>
    OpenAtOnce,

    /// <summary>Opens at once and stays open until it is reset.</summary>
    OpenUntilReset,

    /// <summary>The call ended by our own doing, so that nothing was learnt of the broker.</summary>
    Abandoned,
}
