using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.Risk;

/// <summary>What the desk, or an account or strategy of it, may send.</summary>
[JsonConverter(typeof(EnumJsonConverter<TradingState>))]
public enum TradingState
{
    Active,

    /// <summary>Exits only.</summary>
    Reducing,

    /// <summary>Nothing new. Protective stops and exits of what is held still go out.</summary>
    Halted,
}
