using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.MarketData;

namespace Trading.Runtime.Redis;

/// <summary>The market as the bars kept in Redis show it, for processes without a line to a broker.</summary>
/// <param name="period">The bars whose newest close is the quote, as old as the bar's end.</param>
public sealed class RedisMarketData(RedisBarHistory history, BarPeriod period) : IMarketDataSource
{
    public async ValueTask<Quote?> QuoteAsync(Symbol symbol, CancellationToken cancellation) =>
        await history.LastAsync(symbol, period, DateTimeOffset.MaxValue, 1, cancellation) is [var newest] ? Quote.At(symbol, newest.Close, newest.End) : null;

    public async ValueTask<ImmutableArray<Bar>> BarsAsync(Symbol symbol, BarPeriod period, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        [.. (await history.LastAsync(symbol, period, to, RedisBarHistory.UsualMost, cancellation)).Where(bar => bar.End > from)];
}
