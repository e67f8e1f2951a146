using Trading.MarketData;
using Trading.Strategies;

namespace Trading.Alpaca.Tests;

/// <summary>Says what the test wrote down for the bar of each number, counted from zero.</summary>
internal sealed class ScriptedStrategy(Func<int, Bar, StrategySignal?> script) : IStrategy
{
    private int _bars;

    public int WarmUpBars => 0;

    public StrategySignal? OnBar(in Bar bar) => script(_bars++, bar);
}
