using Trading.MarketData;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Tests.Strategies;

/// <summary>Buys after some closes in a row, each higher than the one before, and leaves at the first lower one.</summary>
public sealed class HigherCloses(int inARow, TradeProtection protection) : IStrategy
{
    private readonly TradePlanner _planner = new(AllowedDirections.Long, protection);
    private Price? _previous;
    private int _count;

    public static StrategyKind Kind { get; } = new(
        "higher-closes",
        "Buys after some higher closes in a row, leaves at the first lower one.",
        [StrategyParameter.Integer("closes", 3, 1, 20, "higher closes in a row")],
        [],
        values => new HigherCloses(values.Integer("closes"), new TradeProtection()));

    public int WarmUpBars => Math.Max(_planner.WarmUpBars, inARow + 1);

    public StrategySignal? OnBar(in Bar bar)
    {
        _planner.Update(bar);
        var (rose, fell) = (bar.Close > _previous, bar.Close < _previous);
        _previous = bar.Close;
        _count = rose ? _count + 1 : 0;
        if (fell) return new StrategySignal(new ExitSignaled(TradeDirection.Long, bar.Close, $"close {bar.Close} is lower"), null);
        if (_count != inARow || !_planner.CanPlan(TradeDirection.Long, bar.Close)) return null;
        return new StrategySignal(null, _planner.AtMarket(TradeDirection.Long, bar, $"close {bar.Close} is the {inARow}. higher one"));
    }
}
