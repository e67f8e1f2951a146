using System.Collections.Immutable;
using Trading.MarketData;

namespace Trading.Agents.Ports;

/// <summary>Where quotes and bars come from.</summary>
public interface IMarketDataSource
{
    /// <summary>The newest quote, or null when the source has none.</summary>
    ValueTask<Quote?> QuoteAsync(Symbol symbol, CancellationToken cancellation);

    /// <summary>The bars that ended after <paramref name="from"/> and not after <paramref name="to"/> (UTC), oldest first.</summary>
    ValueTask<ImmutableArray<Bar>> BarsAsync(Symbol symbol, BarPeriod period, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation);
}
