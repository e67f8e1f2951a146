using Trading.MarketData;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Benchmarks;

/// <summary>The crossover as grademark evaluates it: a rule is not asked on the bar that enters or leaves.</summary>
internal sealed class CrossoverStrategy(CrossoverStrategy.Habit habit) : IStrategy
{
    private double _fastValue = double.NaN;
    private double _slowValue = double.NaN;
    private Phase _phase;

    /// <summary>What it does with its signals, to see what each part of a run costs.</summary>
    public enum Habit
    {
        Crosses,

        /// <summary>Never enters.</summary>
        Waits,

        /// <summary>Enters once and never leaves.</summary>
        Holds,
    }

    private enum Phase
    {
        None,
        Entering,
        Holding,
        Leaving,
    }

    public int WarmUpBars => 0;

    public StrategySignal? OnBar(in Bar bar)
    {
        var close = bar.Close.ToDouble();
        _fastValue = double.IsNaN(_fastValue) ? close : _fastValue + (2.0 / 21 * (close - _fastValue));
        _slowValue = double.IsNaN(_slowValue) ? close : _slowValue + (2.0 / 51 * (close - _slowValue));
        switch (_phase)
        {
            case Phase.None when _fastValue > _slowValue && habit != Habit.Waits:
                _phase = Phase.Entering;
                return new StrategySignal(null, new TradePlan
                {
                    Direction = TradeDirection.Long, ReferencePrice = bar.Close, SignaledAt = bar.End, ValidFor = TimeSpan.FromDays(4), Reason = "fast above slow",
                });
            case Phase.Entering:
                _phase = Phase.Holding;
                return null;
            case Phase.Holding when _fastValue < _slowValue && habit != Habit.Holds:
                _phase = Phase.Leaving;
                return new StrategySignal(new ExitSignaled(TradeDirection.Long, bar.Close, "fast below slow"), null);
            case Phase.Leaving:
                _phase = Phase.None;
                return null;
            default:
                return null;
        }
    }
}
