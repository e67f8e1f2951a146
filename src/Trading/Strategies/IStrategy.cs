using Trading.MarketData;

namespace Trading.Strategies;

/// <summary>A rule that reads the bars of one symbol and says when to enter and when to leave.</summary>
/// <remarks>
/// An instance belongs to one symbol and holds its indicators only: it knows neither positions nor orders, so that feeding
/// it the bar history rebuilds it. The same bars always give the same signals. A bar is fed once, when it has ended.
/// </remarks>
public interface IStrategy
{
    /// <summary>How many past bars rebuild it: fed the last so many, it goes on as one that was fed all there ever were.</summary>
    /// <remarks>It may signal earlier, as soon as its indicators are ready; whoever rebuilds it throws those signals away.</remarks>
    int WarmUpBars { get; }

    /// <summary>Takes in a bar and says what it wants, or null for nothing. Allocates only when it says something.</summary>
    StrategySignal? OnBar(in Bar bar);

    /// <summary>Hears that a part of a trading day began. Most strategies do not care.</summary>
    void OnSession(SessionChanged session)
    {
    }
}
