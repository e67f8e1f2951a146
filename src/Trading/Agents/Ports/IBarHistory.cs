using System.Collections.Immutable;
using Trading.MarketData;

namespace Trading.Agents.Ports;

/// <summary>The bars that were, from which a strategy that starts late is rebuilt.</summary>
public interface IBarHistory
{
    /// <summary>Up to <paramref name="count"/> bars that ended not after <paramref name="end"/> (UTC), oldest first.</summary>
    ValueTask<ImmutableArray<Bar>> LastAsync(Symbol symbol, BarPeriod period, DateTimeOffset end, int count, CancellationToken cancellation);
}
