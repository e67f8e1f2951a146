using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.MarketData;

namespace Trading.Runtime.Redis;

/// <summary>A source whose bars are kept before anybody hears of them, so that a strategy that starts late finds them.</summary>
public sealed class BarKeepingSource(IMarketDataSource source, RedisBarHistory history) : IMarketDataSource
{
    public ValueTask<Quote?> QuoteAsync(Symbol symbol, CancellationToken cancellation) => source.QuoteAsync(symbol, cancellation);

    public async ValueTask<ImmutableArray<Bar>> BarsAsync(Symbol symbol, BarPeriod period, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var bars = await source.BarsAsync(symbol, period, from, to, cancellation);
        await history.AddAsync(symbol, period, bars);
        return bars;
    }
}
