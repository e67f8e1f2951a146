using Trading.MarketData;

namespace Trading.Indicators;

/// <summary>A number computed from bars as they come, in constant time and memory a bar.</summary>
/// <remarks>
/// Until enough bars have been seen <see cref="IsReady"/> is false and <see cref="Value"/> is NaN. Feeding the same bars
/// always gives the same values to the last bit.
/// </remarks>
public interface IIndicator
{
    bool IsReady { get; }

    double Value { get; }

    void Update(in Bar bar);
}
