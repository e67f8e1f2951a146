using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Runtime.Redis;
using Trading.Runtime.Tests.Buses;

namespace Trading.Runtime.Tests.Redis;

[Collection<RedisCollection>]
public class RedisBarHistoryTests(SharedRedis redis)
{
    private readonly RedisRoom _room = new(redis.Connection);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_last_bars_come_oldest_first_and_not_later_than_asked()
    {
        var history = new RedisBarHistory(_room.Redis, _room.Keys, 100);
        await history.AddAsync("AAPL", BarPeriod.Minute, [.. Enumerable.Range(0, 10).Select(i => Bar(i))]);
        Assert.Equal([Bar(5), Bar(6), Bar(7)], await history.LastAsync("AAPL", BarPeriod.Minute, Bar(7).End, 3, None));
        Assert.Equal([Bar(0)], await history.LastAsync("AAPL", BarPeriod.Minute, Bar(1).End.AddTicks(-1), 3, None));
        Assert.Empty(await history.LastAsync("AAPL", BarPeriod.Minute, Bar(0).Start, 3, None));
        Assert.Empty(await history.LastAsync("AAPL", BarPeriod.Day, Bar(9).End, 3, None));
        Assert.Empty(await history.LastAsync("MSFT", BarPeriod.Minute, Bar(9).End, 3, None));
        Assert.Empty(await history.LastAsync("AAPL", BarPeriod.Minute, Bar(9).End, 0, None));
    }

    [Fact]
    public async Task A_bar_that_is_told_again_takes_the_place_of_the_first()
    {
        var history = new RedisBarHistory(_room.Redis, _room.Keys, 100);
        await history.AddAsync("AAPL", BarPeriod.Minute, [Bar(0), Bar(1)]);
        await history.AddAsync("AAPL", BarPeriod.Minute, [Bar(1, 200)]);
        Assert.Equal([Bar(0), Bar(1, 200)], await history.LastAsync("AAPL", BarPeriod.Minute, Bar(9).End, 10, None));
    }

    [Fact]
    public async Task Only_so_many_bars_are_kept_and_those_are_the_newest()
    {
        var history = new RedisBarHistory(_room.Redis, _room.Keys, 1_500);
        await history.AddAsync("AAPL", BarPeriod.Minute, [.. Enumerable.Range(0, 2_500).Select(i => Bar(i))]);
        var kept = await history.LastAsync("AAPL", BarPeriod.Minute, DateTimeOffset.MaxValue, 10_000, None);
        Assert.Equal(Enumerable.Range(1_000, 1_500).Select(i => Bar(i)), kept);
    }

    [Fact]
    public async Task What_a_source_told_is_kept()
    {
        var history = new RedisBarHistory(_room.Redis, _room.Keys, 100);
        var source = new BarKeepingSource(new TwoBars(), history);
        Assert.Equal(2, (await source.BarsAsync("AAPL", BarPeriod.Minute, Bar(0).Start, Bar(1).End, None)).Length);
        Assert.Equal([Bar(0), Bar(1)], await history.LastAsync("AAPL", BarPeriod.Minute, Bar(1).End, 10, None));
    }

    private static Bar Bar(int number, decimal close = 100.12345678m) => new(
        Said.Noon.AddMinutes(number), Said.Noon.AddMinutes(number + 1), Price.FromDecimal(100), Price.FromDecimal(201), Price.FromDecimal(99), Price.FromDecimal(close), 1_000 + number);

    private sealed class TwoBars : Trading.Agents.Ports.IMarketDataSource
    {
        public ValueTask<Quote?> QuoteAsync(Symbol symbol, CancellationToken cancellation) => default;

        public ValueTask<ImmutableArray<Bar>> BarsAsync(Symbol symbol, BarPeriod period, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
            new([Bar(0), Bar(1)]);
    }
}
