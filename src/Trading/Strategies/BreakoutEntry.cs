namespace Trading.Strategies;

/// <summary>How a breakout is entered.</summary>
public enum BreakoutEntry
{
    /// <summary>At the market, when a bar has closed out of the channel.</summary>
    OnClose,

    /// <summary>By a stop order that waits a tick out of the channel, sent once a session.</summary>
    StopOrder,
}
