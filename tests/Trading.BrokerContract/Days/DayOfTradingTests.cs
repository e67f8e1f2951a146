using Trading.FakeBrokers.Faults;
using Trading.MarketData;
using Trading.Orders;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.BrokerContract.Days;

/// <summary>A whole day through the whole desk, with the real client and real sockets, ending reconciled with the broker to the cent.</summary>
public abstract class DayOfTradingTests
{
    private const int BarsOfTheDay = 78;
    private const int LastEntry = 60;
    private const int LastFault = LastEntry + 6;
    private const int Crash = 33;

    /// <summary>What both brokers do wrong, each kind of it at orders, look-ups and bars.</summary>
    private static readonly FaultRule[] Common =
    [
        FaultRule.On("submit", FaultKind.DropAfter),
        FaultRule.Reply("submit", 503, "<html>no</html>") with { Skip = 2 },
        FaultRule.On("submit", FaultKind.Drop) with { Skip = 3 },
        FaultRule.On("submit", FaultKind.HangAfter) with { Skip = 4 },
        FaultRule.Reply("submit", 429, """{"message":"too many requests."}""", ("Retry-After", "20")) with { Skip = 5 },
        new FaultRule(FaultKind.CapFills) { Operation = "submit", Value = "30", Skip = 6 },
        new FaultRule(FaultKind.Delay) { Operation = "submit", Delay = TimeSpan.FromMilliseconds(5), Skip = 6 },
        new FaultRule(FaultKind.CapFills) { Operation = "submit", Value = "off", Skip = 8 },
        FaultRule.On("submit", FaultKind.Hang) with { Skip = 9 },
        FaultRule.Reply("find", 500) with { Times = 2 },
        FaultRule.Reply("orders", 502, "<html>bad gateway</html>") with { Skip = 30, Times = 2 },
        FaultRule.On("orders", FaultKind.Hang) with { Skip = 45 },
        FaultRule.On("orders", FaultKind.DropAfter) with { Skip = 60 },
        FaultRule.Rewrite("orders", "status", "something_new") with { Skip = 90 },
        FaultRule.On("cancel", FaultKind.FillLate),
        FaultRule.On("cancel", FaultKind.DropAfter) with { Skip = 2 },
        FaultRule.Reply("bars", 500) with { Skip = 20, Times = 3 },
    ];

    /// <summary>Faults that only this broker has.</summary>
    protected abstract IReadOnlyList<FaultRule> Own { get; }

    /// <summary>Kinds of faults that this broker cannot have, such as those of a stream it does not offer.</summary>
    protected abstract IReadOnlyList<FaultKind> NotIts { get; }

    [Fact]
    public Task Quiet_day_ends_reconciled() => TradeAsync([]);

    [Fact]
    public Task Day_of_every_fault_and_a_crash_ends_reconciled() => TradeAsync([.. Common, .. Own]);

    protected abstract Task<WiredFloor> OpenAsync();

    /// <summary>What a person does who is told of alarms.</summary>
    protected virtual Task AttendAsync(WiredFloor floor) => Task.CompletedTask;

    private async Task TradeAsync(FaultRule[] faults)
    {
        await using var floor = await OpenAsync();
        floor.Clock.SetTo(new DateTimeOffset(2026, 3, 3, 14, 30, 0, TimeSpan.Zero));
        var desk = new VirtualDesk(floor, BarPeriod.OfMinutes(5), () => new Scripted());
        await desk.OpenAsync();
        floor.Faults!.Set(faults);
        for (var i = 0; i < BarsOfTheDay; i++)
        {
            await AttendAsync(floor);
            if (i == LastFault)
            {
                floor.Faults.Clear();
                floor.Fills.MostShares = null;
            }
            if (i == Crash && faults.Length > 0) await floor.RestartAsync();
            await desk.LiveAsync(BarOf(i, floor.Clock.GetUtcNow()));
        }

        Assert.True(desk.Closed.Count >= 6, $"only {desk.Closed.Count} trades were closed");
        Assert.Equal(0, desk.Lifecycles.LiveTrades);
        Assert.DoesNotContain(floor.Account.Orders, order => order.IsOpen);
        Assert.Equal(0, floor.Account.Held(ContractFloor.Stock));
        Assert.Equal(100_000m + desk.Closed.Sum(trade => trade.ProfitAndLoss), floor.Account.Balance().Cash);
        foreach (var order in desk.Lifecycles.Orders)
        {
            Assert.True(order.State.IsEnded(), $"{order.Id} is {order.State}");
            Assert.False(order.MissesFills, $"{order.Id} misses fills");
        }
        Assert.Equal(
            floor.Account.Orders.SelectMany(order => order.Fills).Sum(fill => fill.SignedQuantity * fill.Price),
            desk.Lifecycles.Orders.Sum(order => order.Ticket.Terms.Side.Sign() * order.FilledValue));
        Assert.Empty(await desk.ReconcileAsync());
        if (faults.Length == 0) return;
        var met = floor.Faults.Taken.Select(taken => taken.Split(' ')[^1]).Distinct().Order();
        Assert.Equal(Enum.GetValues<FaultKind>().Except(NotIts).Select(kind => $"{kind}").Order(), met);
    }

    /// <summary>A wave of two dollars up and down, so that stops and targets are met in turn.</summary>
    private static Bar BarOf(int i, DateTimeOffset start)
    {
        var (open, close) = (Wave(i), Wave(i + 1));
        return new Bar(start, start.AddMinutes(5), open, Price.Max(open, close) + ContractFloor.Usd(0.20m), Price.Min(open, close) - ContractFloor.Usd(0.20m), close, 1_000_000);
    }

    private static Price Wave(int i) => Price.FromDecimal(100 + decimal.Round((decimal)(2 * Math.Sin(i / 2.7) + 0.7 * Math.Sin(i * 1.3)), 2));

    /// <summary>Long and short in turn, each entered every ten bars and left four bars later if it is still there.</summary>
    private sealed class Scripted : IStrategy
    {
        private int _bars;

        public int WarmUpBars => 0;

        public StrategySignal? OnBar(in Bar bar)
        {
            var i = _bars++;
            if (i > LastEntry) return new StrategySignal(new ExitSignaled(i % 2 == 0 ? TradeDirection.Long : TradeDirection.Short, bar.Close, "day ends"), null);
            var isShort = i % 10 >= 5;
            var direction = isShort ? TradeDirection.Short : TradeDirection.Long;
            if (i % 5 == 4) return new StrategySignal(new ExitSignaled(direction, bar.Close, "enough"), null);
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
}
