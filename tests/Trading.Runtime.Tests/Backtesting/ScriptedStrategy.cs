using Trading.MarketData;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Runtime.Tests.Backtesting;

/// <summary>Says what the test wrote down for the bar of each number, counted from zero.</summary>
internal sealed class ScriptedStrategy(Func<int, Bar, StrategySignal?> script) : IStrategy
{
    private int _bars;

    public int WarmUpBars => 0;

    public StrategySignal? OnBar(in Bar bar) => script(_bars++, bar);

    public static StrategySignal Enter(Bar bar, TradeDirection direction = TradeDirection.Long, string? stop = null, string? target = null) => new(null, new TradePlan
    {
        Direction = direction,
        ReferencePrice = bar.Close,
        SignaledAt = bar.End,
        StopPrice = stop is null ? null : Price.Parse(stop),
        TargetPrice = target is null ? null : Price.Parse(target),
        Reason = "scripted",
    });

    public static StrategySignal Leave(Bar bar, TradeDirection direction = TradeDirection.Long) => new(new ExitSignaled(direction, bar.Close, "scripted"), null);
}
