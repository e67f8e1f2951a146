using Trading.FakeBrokers.Faults;
using Trading.MarketData;
using Trading.Orders;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Alpaca.Tests;

/// <summary>A whole day through the whole desk, with the real client and real sockets, ending reconciled with the broker.</summary>
public sealed class DayOfTradingTests
{
    private const int BarsOfTheDay = 78;
    private const int LastEntry = 60;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Quiet_day_ends_reconciled() => TradeAsync(faults: [], cap: _ => null);

    [Fact]
    public Task Day_of_faults_ends_reconciled() => TradeAsync(
        faults:
        [
            FaultRule.On("submit", FaultKind.DropAfter),
            FaultRule.Reply("submit", 503, "<html>no</html>") with { Skip = 2 },
            FaultRule.On("submit", FaultKind.Drop) with { Skip = 3 },
            FaultRule.On("submit", FaultKind.HangAfter) with { Skip = 4 },
            FaultRule.Reply("submit", 429, """{"code":42910000,"message":"too many requests."}""", ("Retry-After", "20")) with { Skip = 5 },
            FaultRule.Reply("find", 500) with { Times = 2 },
            FaultRule.Reply("orders", 502, "<html>bad gateway</html>") with { Skip = 30, Times = 2 },
            FaultRule.On("orders", FaultKind.DropAfter) with { Skip = 60 },
            FaultRule.Rewrite("orders", "status", "something_new") with { Skip = 90 },
            FaultRule.On("activities", FaultKind.Drop) with { Skip = 20 },
            FaultRule.On("cancel", FaultKind.FillLate),
            FaultRule.On("cancel", FaultKind.DropAfter) with { Skip = 2 },
            FaultRule.Reply("bars", 500) with { Skip = 25 },
            FaultRule.On("stream.fill", FaultKind.Drop) with { Skip = 1 },
            FaultRule.On("stream.fill", FaultKind.Duplicate) with { Skip = 2 },
            FaultRule.On("stream.new", FaultKind.HoldBack) with { Skip = 3 },
            FaultRule.Rewrite("stream.new", "status", "something_new") with { Skip = 5 },
            FaultRule.On("stream.new", FaultKind.Close) with { Skip = 8 },
            FaultRule.On("stream.new", FaultKind.Silence) with { Skip = 12 },
        ],
        cap: bar => bar % 7 == 3 ? 30 : null);

    private static async Task TradeAsync(FaultRule[] faults, Func<int, decimal?> cap)
    {
        await using var floor = await AlpacaFloor.OpenAsync(change: settings => settings with
        {
            Calls = settings.Calls with { OrderWrite = settings.Calls.OrderWrite with { Timeout = TimeSpan.FromSeconds(2) } },
        });
        floor.Clock.SetTo(new DateTimeOffset(2026, 3, 3, 14, 30, 0, TimeSpan.Zero));
        var period = BarPeriod.OfMinutes(5);
        var desk = new RemoteDesk(floor, period, () => new ScriptedStrategy(Decide));
        await desk.OpenAsync(Cancellation);
        floor.Server.Faults.Set(faults);

        for (var i = 0; i < BarsOfTheDay; i++)
        {
            if (i == LastEntry + 6) floor.Server.Faults.Clear();
            floor.Fills.MostShares = i < LastEntry + 6 ? cap(i) : null;
            await desk.LiveAsync(BarOf(i, floor.Clock.GetUtcNow()), Cancellation);
        }

        Assert.True(desk.Closed.Count >= 8, $"only {desk.Closed.Count} trades were closed");
        Assert.Equal(0, desk.Lifecycles.LiveTrades);
        Assert.DoesNotContain(floor.Fake.Account.Orders, order => order.IsOpen);
        Assert.Equal(0, floor.Fake.Account.Held(AlpacaFloor.Stock));
        Assert.Equal(100_000m + desk.Closed.Sum(trade => trade.ProfitAndLoss), floor.Fake.Account.Balance().Cash);
        foreach (var order in desk.Lifecycles.Orders)
        {
            Assert.True(order.State.IsEnded(), $"{order.Id} is {order.State}");
            Assert.False(order.MissesFills, $"{order.Id} misses fills");
        }
        Assert.Equal(
            floor.Fake.Account.Orders.SelectMany(order => order.Fills).Sum(fill => fill.SignedQuantity * fill.Price),
            desk.Lifecycles.Orders.Sum(order => order.Ticket.Terms.Side.Sign() * order.FilledValue));
        var met = floor.Server.Faults.Taken.Select(taken => taken.Split(' ')[^1]).Distinct().Order();
        Assert.Equal(faults.Select(rule => rule.Kind.ToString()).Distinct().Order(), met);
    }

    /// <summary>A wave of two dollars up and down, so that stops and targets are met in turn.</summary>
    private static Bar BarOf(int i, DateTimeOffset start)
    {
        var open = Wave(i);
        var close = Wave(i + 1);
        return new Bar(start, start.AddMinutes(5), open, Price.Max(open, close) + Cents(20), Price.Min(open, close) - Cents(20), close, 1_000_000);
    }

    private static Price Wave(int i) => Price.FromDecimal(100 + decimal.Round((decimal)(2 * Math.Sin(i / 2.7) + 0.7 * Math.Sin(i * 1.3)), 2));

    private static Price Cents(int cents) => Price.FromDecimal(cents / 100m);

    private static StrategySignal? Decide(int i, Bar bar)
    {
        var isShort = i % 10 == 5;
        var direction = isShort ? TradeDirection.Short : TradeDirection.Long;
        if (i > LastEntry) return i % 3 == 0 ? new StrategySignal(new ExitSignaled(TradeDirection.Long, bar.Close, "day ends"), null) : i % 3 == 1 ? new StrategySignal(new ExitSignaled(TradeDirection.Short, bar.Close, "day ends"), null) : null;
        if (i % 5 == 4) return new StrategySignal(new ExitSignaled(i % 10 == 4 ? TradeDirection.Long : TradeDirection.Short, bar.Close, "enough"), null);
        if (i % 5 != 0) return null;
        var sign = isShort ? -1 : 1;
        return new StrategySignal(null, new TradePlan
        {
            Direction = direction,
            ReferencePrice = bar.Close,
            SignaledAt = bar.End,
            StopPrice = Price.FromDecimal(bar.Close.ToDecimal() - sign * 1.50m),
            TargetPrice = Price.FromDecimal(bar.Close.ToDecimal() + sign * 1.20m),
            Reason = "scripted",
        });
    }
}
