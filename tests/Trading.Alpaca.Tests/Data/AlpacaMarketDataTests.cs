using Trading.BrokerContract;
using Trading.Breakers;
using Trading.FakeBrokers.Faults;
using Trading.MarketData;

namespace Trading.Alpaca.Tests.Data;

public sealed class AlpacaMarketDataTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Quote_has_both_sides_and_the_last_trade()
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        var quote = new Quote(ContractFloor.Stock, ContractFloor.Usd(99.98m), ContractFloor.Usd(100.02m), ContractFloor.Usd(100), 300, 200, floor.Clock.GetUtcNow());
        floor.Market.Push(quote);

        Assert.Equal(quote, await floor.Connection.MarketData.QuoteAsync(ContractFloor.Stock, Cancellation));
    }

    [Fact]
    public async Task Symbol_that_nobody_quotes_has_no_quote_and_neither_has_a_data_api_that_is_down()
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        floor.Minute(100);
        floor.Server.Faults.Set(FaultRule.Reply("snapshot", 500) with { Times = 0, Path = "/v2/stocks/AAPL/*" });

        Assert.Null(await floor.Connection.MarketData.QuoteAsync("NONE", Cancellation));
        Assert.Null(await floor.Connection.MarketData.QuoteAsync(ContractFloor.Stock, Cancellation));
    }

    [Fact]
    public async Task Feed_that_is_not_paid_for_does_not_stop_trading()
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        floor.Server.Faults.Set(FaultRule.Reply("bars", 403, """{"message":"subscription does not permit querying recent SIP data"}""") with { Times = 0 });

        var bars = await floor.Connection.MarketData.BarsAsync(ContractFloor.Stock, BarPeriod.Minute, floor.Clock.GetUtcNow().AddHours(-1), floor.Clock.GetUtcNow(), Cancellation);

        Assert.Empty(bars);
        Assert.Equal(BreakerState.Closed, (await floor.Breakers.StatusAsync(BreakerNames.AlpacaPaper, Cancellation)).State);
    }

    [Fact]
    public async Task Bars_are_those_that_ended_after_one_time_and_not_after_the_other()
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        var from = floor.Clock.GetUtcNow().AddMinutes(2);
        for (var i = 0; i < 6; i++) floor.Minute(100 + i);

        var bars = await floor.Connection.MarketData.BarsAsync(ContractFloor.Stock, BarPeriod.Minute, from, from.AddMinutes(2), Cancellation);

        Assert.Equal([from.AddMinutes(1), from.AddMinutes(2)], bars.Select(bar => bar.End));
        Assert.Equal([102m, 103m], bars.Select(bar => bar.Close.ToDecimal()));
    }

    [Fact]
    public async Task Hours_begin_with_the_open_and_not_with_the_full_hour()
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        floor.Clock.SetTo(new DateTimeOffset(2026, 3, 3, 14, 30, 0, TimeSpan.Zero));
        for (var i = 0; i < 130; i++) floor.Minute(100 + i);

        var hours = await floor.Connection.MarketData.LastAsync(ContractFloor.Stock, BarPeriod.Hour, floor.Clock.GetUtcNow(), 5, Cancellation);

        Assert.Equal([new DateTimeOffset(2026, 3, 3, 14, 30, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 3, 15, 30, 0, TimeSpan.Zero)], hours.Select(bar => bar.Start));
        Assert.Equal([159m, 219m], hours.Select(bar => bar.Close.ToDecimal()));
    }

    [Fact]
    public async Task Last_bars_reach_back_over_sessions()
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        for (var i = 0; i < 5; i++) floor.Minute(100 + i);
        floor.Clock.SetTo(new DateTimeOffset(2026, 3, 3, 14, 30, 0, TimeSpan.Zero));
        for (var i = 0; i < 3; i++) floor.Minute(200 + i);

        var last = await floor.Connection.MarketData.LastAsync(ContractFloor.Stock, BarPeriod.Minute, floor.Clock.GetUtcNow(), 5, Cancellation);

        Assert.Equal([103m, 104m, 200m, 201m, 202m], last.Select(bar => bar.Close.ToDecimal()));
    }
}
