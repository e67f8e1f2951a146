using Trading.MarketData;
using Trading.Strategies;

namespace Trading.BrokerContract.Desks;

/// <summary>Says what the test wrote down for the bar that ends at a time, so that a strategy that is rebuilt says the same.</summary>
public sealed class ClockedStrategy(Func<Bar, StrategySignal?> script) : IStrategy
{
    public int WarmUpBars => 0;

    public StrategySignal? OnBar(in Bar bar) => script(bar);
}
