using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.Trades;

/// <summary>Why a trade is left.</summary>
[JsonConverter(typeof(EnumJsonConverter<ExitReason>))]
public enum ExitReason
{
    Stop,
    Target,
    Time,
    Signal,
    Flatten,
    Halt,

    /// <summary>A fill arrived after the trade had ended.</summary>
    LateFill,
}
