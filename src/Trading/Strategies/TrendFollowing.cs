using System.Globalization;
using Trading.Indicators;
using Trading.MarketData;
using Trading.Trades;

namespace Trading.Strategies;

/// <summary>Enters when a fast moving average crosses a slow one at the close, and leaves when it crosses back.</summary>
/// <remarks>
/// The averages cross when the fast one gets to the other side of the slow one; where they are equal it stays on the side it
/// was on. Where they begin equal, the first side is a crossing; where they begin apart, it is not. A filter holds back
/// entries, never exits, and an entry held back is not made up for later.
/// </remarks>
public sealed class TrendFollowing : IStrategy
{
    private readonly TrendFollowingParameters _parameters;
    private readonly TradePlanner _planner;
    private readonly IIndicator _fast;
    private readonly IIndicator _slow;
    private readonly SimpleMovingAverage? _trend;
    private readonly AverageDirectionalIndex? _strength;
    private bool _hasSide;
    private int _side;

    /// <exception cref="ArgumentException">The fast average is not faster than the slow one, or the protection does not fit together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A period is out of range.</exception>
    public TrendFollowing(TrendFollowingParameters parameters)
    {
        if (parameters.Fast >= parameters.Slow)
            throw new ArgumentException($"The fast average, of {parameters.Fast} bars, must be shorter than the slow one, of {parameters.Slow}.", nameof(parameters));
        _parameters = parameters;
        _planner = new TradePlanner(parameters.Directions, parameters.Protection);
        _fast = Average(parameters.Fast);
        _slow = Average(parameters.Slow);
        _trend = parameters.TrendPeriod > 0 ? new SimpleMovingAverage(parameters.TrendPeriod) : null;
        _strength = parameters.MinimumAdx > 0 ? new AverageDirectionalIndex(parameters.AdxPeriod) : null;
        WarmUpBars = Math.Max(
            Math.Max(_planner.WarmUpBars, 2 + (IsExponential ? WarmUp.Exponential(parameters.Slow) : parameters.Slow)),
            Math.Max(parameters.TrendPeriod, _strength is null ? 0 : WarmUp.DirectionalIndex(parameters.AdxPeriod)));
    }

    public int WarmUpBars { get; }

    private bool IsExponential => _parameters.Average == MovingAverageKind.Exponential;

    public StrategySignal? OnBar(in Bar bar)
    {
        _planner.Update(bar);
        _fast.Update(bar);
        _slow.Update(bar);
        _trend?.Update(bar);
        _strength?.Update(bar);
        if (!_slow.IsReady) return null;

        var (fast, slow) = (_fast.Value, _slow.Value);
        var side = fast > slow ? 1 : fast < slow ? -1 : 0;
        if (!_hasSide)
        {
            _hasSide = true;
            _side = side;
            return null;
        }
        if (side == 0 || side == _side) return null;
        _side = side;
        return Crossed(bar, side > 0 ? TradeDirection.Long : TradeDirection.Short);
    }

    private StrategySignal? Crossed(in Bar bar, TradeDirection into)
    {
        var enters = _planner.CanPlan(into, bar.Close) && IsTrending(into, bar.Close.ToDouble());
        var leaves = _planner.Allows(into.Opposite());
        if (!enters && !leaves) return null;

        var cross = Cross(into);
        return new StrategySignal(
            leaves ? new ExitSignaled(into.Opposite(), bar.Close, cross) : null,
            enters ? _planner.AtMarket(into, bar, cross + Filters(bar.Close)) : null);
    }

    private bool IsTrending(TradeDirection into, double close) =>
        (_trend is null || _trend.IsReady && (into == TradeDirection.Long ? close > _trend.Value : close < _trend.Value))
        && (_strength is null || _strength.IsReady && _strength.Value >= _parameters.MinimumAdx);

    private string Cross(TradeDirection into)
    {
        var name = IsExponential ? "EMA" : "SMA";
        var way = into == TradeDirection.Long ? "above" : "below";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name} {_parameters.Fast} ({_fast.Value:0.00##}) crossed {way} {name} {_parameters.Slow} ({_slow.Value:0.00##})");
    }

    private string Filters(Price close)
    {
        var text = "";
        if (_trend is not null)
        {
            var way = close.ToDouble() > _trend.Value ? "above" : "below";
            text += string.Create(CultureInfo.InvariantCulture, $", close {close} {way} SMA {_trend.Period} ({_trend.Value:0.00##})");
        }
        if (_strength is not null)
            text += string.Create(CultureInfo.InvariantCulture, $", ADX {_strength.Period} ({_strength.Value:0.0#}) at least {_parameters.MinimumAdx:0.##}");
        return text;
    }

    private IIndicator Average(int period) => _parameters.Average switch
    {
        MovingAverageKind.Exponential => new ExponentialMovingAverage(period, _parameters.Seed),
        MovingAverageKind.Simple => new SimpleMovingAverage(period),
        _ => throw new ArgumentOutOfRangeException(nameof(period), _parameters.Average, "An average is Exponential or Simple."),
    };
}
