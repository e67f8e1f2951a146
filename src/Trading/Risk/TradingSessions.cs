using System.Text.Json.Serialization;
using Trading.Messages;
using Trading.MarketData;

namespace Trading.Risk;

/// <summary>The parts of the day in which a trade may be entered.</summary>
[Flags]
[JsonConverter(typeof(EnumJsonConverter<TradingSessions>))]
public enum TradingSessions
{
    None = 0,
    Regular = 1,

    /// <summary>Before the open and after the close.</summary>
    Extended = 2,

    /// <summary>Nights, weekends and holidays: the order waits at the broker for the next session.</summary>
    Closed = 4,

    Any = Regular | Extended | Closed,
}

internal static class TradingSessionsOfPhases
{
    public static bool Allow(this TradingSessions allowed, SessionPhase phase) => (allowed & (phase switch
    {
        SessionPhase.Regular => TradingSessions.Regular,
        SessionPhase.PreMarket or SessionPhase.AfterHours => TradingSessions.Extended,
        _ => TradingSessions.Closed,
    })) != 0;
}
