using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.Trades;

/// <summary>The nine states of a trade. The moves between them are <see cref="TradeTransitions"/>.</summary>
[JsonConverter(typeof(EnumJsonConverter<TradeState>))]
public enum TradeState
{
    Scanning,
    Signaled,
    Approved,
    Entering,
    Open,
    Exiting,

    /// <summary>Ended: entered and flat again.</summary>
    Closed,

    /// <summary>Ended: the risk gate denied it or did not answer in time.</summary>
    Rejected,

    /// <summary>Ended: it never held a share.</summary>
    Canceled,
}
