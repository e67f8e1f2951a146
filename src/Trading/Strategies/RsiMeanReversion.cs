using System.Globalization;
using Trading.Indicators;
using Trading.MarketData;
using Trading.Trades;

namespace Trading.Strategies;

/// <summary>Buys weakness in a rising market and sells the recovery; sells short strength in a falling one.</summary>
/// <remarks>
/// A setup is signalled once: not again before the index has passed the exit level, even if the trade was stopped out, so
/// that a fall is not bought over and over. The time limit is the trade's, watched by position management.
/// </remarks>
public sealed class RsiMeanReversion : IStrategy
{
    private readonly RsiMeanReversionParameters _parameters;
    private readonly TradePlanner _planner;
    private readonly RelativeStrengthIndex _strength;
    private readonly SimpleMovingAverage? _trend;
    private bool _isLong;
    private bool _isShort;

    /// <exception cref="ArgumentException">The levels contradict each other, or the protection does not fit together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A period is out of range.</exception>
    public RsiMeanReversion(RsiMeanReversionParameters parameters)
    {
        if (parameters.ExitLevel <= parameters.Oversold)
            throw new ArgumentException($"The exit level, {parameters.ExitLevel}, must be above the oversold one, {parameters.Oversold}.", nameof(parameters));
        if (parameters.Directions == AllowedDirections.Both && parameters.ExitLevel > 100 - parameters.Oversold)
        {
            throw new ArgumentException(
                $"The exit level, {parameters.ExitLevel}, must not be above {100 - parameters.Oversold}, where shorts are entered.", nameof(parameters));
        }
        _parameters = parameters;
        _planner = new TradePlanner(parameters.Directions, parameters.Protection);
        _strength = new RelativeStrengthIndex(parameters.RsiPeriod);
        _trend = parameters.TrendPeriod > 0 ? new SimpleMovingAverage(parameters.TrendPeriod) : null;
        WarmUpBars = Math.Max(_planner.WarmUpBars, parameters.TrendPeriod + WarmUp.Wilder(parameters.RsiPeriod));
    }

    public int WarmUpBars { get; }

    public StrategySignal? OnBar(in Bar bar)
    {
        _planner.Update(bar);
        _strength.Update(bar);
        _trend?.Update(bar);
        if (!_strength.IsReady || _trend is { IsReady: false }) return null;

        var exit = Leave(TradeDirection.Long, bar, ref _isLong) ?? Leave(TradeDirection.Short, bar, ref _isShort);
        var entry = Enter(TradeDirection.Long, bar, ref _isLong) ?? Enter(TradeDirection.Short, bar, ref _isShort);
        return exit is null && entry is null ? null : new StrategySignal(exit, entry);
    }

    private ExitSignaled? Leave(TradeDirection direction, in Bar bar, ref bool isIn)
    {
        var index = _strength.Value;
        var level = Level(direction, _parameters.ExitLevel);
        if (!isIn || (direction == TradeDirection.Long ? index <= level : index >= level)) return null;
        isIn = false;
        return new ExitSignaled(direction, bar.Close, Reason(direction == TradeDirection.Long ? "above" : "below", level));
    }

    private TradePlan? Enter(TradeDirection direction, in Bar bar, ref bool isIn)
    {
        var index = _strength.Value;
        var level = Level(direction, _parameters.Oversold);
        if (isIn || (direction == TradeDirection.Long ? index >= level : index <= level)) return null;
        if (!IsTrending(direction, bar.Close.ToDouble()) || !_planner.CanPlan(direction, bar.Close)) return null;
        isIn = true;
        return _planner.AtMarket(direction, bar, Reason(direction == TradeDirection.Long ? "below" : "above", level) + Trend(direction, bar.Close));
    }

    private bool IsTrending(TradeDirection direction, double close) =>
        _trend is null || (direction == TradeDirection.Long ? close > _trend.Value : close < _trend.Value);

    private static double Level(TradeDirection direction, double ofLong) => direction == TradeDirection.Long ? ofLong : 100 - ofLong;

    private string Reason(string way, double level) =>
        string.Create(CultureInfo.InvariantCulture, $"RSI {_parameters.RsiPeriod} ({_strength.Value:0.0##}) {way} {level:0.##}");

    private string Trend(TradeDirection direction, Price close) => _trend is null
        ? ""
        : string.Create(
            CultureInfo.InvariantCulture,
            $", close {close} {(direction == TradeDirection.Long ? "above" : "below")} SMA {_trend.Period} ({_trend.Value:0.00##})");
}
