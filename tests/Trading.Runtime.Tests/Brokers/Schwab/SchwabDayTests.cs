using System.Collections.Immutable;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.BrokerContract;
using Trading.FakeBrokers.Faults;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Positions;
using Trading.Risk;
using Trading.Runtime.Brokers.Schwab;
using Trading.Runtime.Lifecycles;
using Trading.Runtime.State;
using Trading.Runtime.Tests.Backtesting;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Runtime.Tests.Brokers.Schwab;

/// <summary>A whole day through the whole desk, with the real client and real sockets, ending reconciled with the broker.</summary>
public sealed class SchwabDayTests
{
    private const string Account = "schwab";
    private const int BarsOfTheDay = 78;
    private const int LastEntry = 60;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Quiet_day_ends_reconciled() => TradeAsync([], restartsAt: -1);

    [Fact]
    public Task Day_of_faults_and_a_crash_ends_reconciled() => TradeAsync(
        [
            FaultRule.On("submit", FaultKind.DropAfter),
            FaultRule.Reply("submit", 503, "<html>no</html>") with { Skip = 2 },
            FaultRule.On("submit", FaultKind.Drop) with { Skip = 3 },
            FaultRule.On("submit", FaultKind.HangAfter) with { Skip = 4 },
            FaultRule.Reply("submit", 429, """{"message":"Too Many Requests"}""", ("Retry-After", "20")) with { Skip = 5 },
            FaultRule.Reply("find", 500) with { Skip = 6, Times = 2 },
            FaultRule.Reply("orders", 502, "<html>bad gateway</html>") with { Skip = 30, Times = 2 },
            FaultRule.On("orders", FaultKind.DropAfter) with { Skip = 60 },
            FaultRule.Rewrite("orders", "status", "SOMETHING_NEW") with { Skip = 90 },
            FaultRule.Reply("bars", 500) with { Skip = 20, Times = 3 },
            FaultRule.On("cancel", FaultKind.FillLate),
            FaultRule.On("cancel", FaultKind.DropAfter) with { Skip = 2 },
        ],
        restartsAt: 33);

    private static async Task TradeAsync(FaultRule[] faults, int restartsAt)
    {
        await using var floor = SchwabFloor.Open(looks: false);
        floor.Clock.SetTo(new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero));
        var desk = new Desk(floor);
        await desk.OpenAsync();
        floor.Server.Faults.Set(faults);

        for (var i = 0; i < BarsOfTheDay; i++)
        {
            if (i == LastEntry + 6) floor.Server.Faults.Clear();
            if (i == restartsAt) floor.Restart();
            floor.Fills.MostShares = faults.Length > 0 && i < LastEntry + 6 && i % 7 == 3 ? 30 : null;
            await desk.LiveAsync(BarOf(i, floor.Clock.GetUtcNow()));
        }

        Assert.True(desk.Closed.Count >= 6, $"only {desk.Closed.Count} trades were closed");
        Assert.Equal(0, desk.Lifecycles.LiveTrades);
        Assert.DoesNotContain(floor.Fake.Account.Orders, order => order.IsOpen);
        Assert.Equal(0, floor.Fake.Account.Held(ContractFloor.Stock));
        Assert.Equal(100_000m + desk.Closed.Sum(trade => trade.ProfitAndLoss), floor.Fake.Account.Balance().Cash);
        foreach (var order in desk.Lifecycles.Orders)
        {
            Assert.True(order.State.IsEnded(), $"{order.Id} is {order.State}");
            Assert.False(order.MissesFills, $"{order.Id} misses fills");
        }
        var met = floor.Server.Faults.Taken.Select(taken => taken.Split(' ')[^1]).Distinct().Order();
        Assert.Equal(faults.Select(rule => rule.Kind.ToString()).Distinct().Order(), met);
    }

    /// <summary>A wave of two dollars up and down, so that stops and targets are met in turn.</summary>
    private static Bar BarOf(int i, DateTimeOffset start)
    {
        var (open, close) = (Wave(i), Wave(i + 1));
        return new Bar(start, start.AddMinutes(5), open, Price.Max(open, close) + ContractFloor.Usd(0.20m), Price.Min(open, close) - ContractFloor.Usd(0.20m), close, 1_000_000);
    }

    private static Price Wave(int i) => Price.FromDecimal(100 + decimal.Round((decimal)(2 * Math.Sin(i / 2.7) + 0.7 * Math.Sin(i * 1.3)), 2));

    private static StrategySignal? Decide(int i, Bar bar)
    {
        if (i > LastEntry) return new StrategySignal(new ExitSignaled(i % 2 == 0 ? TradeDirection.Long : TradeDirection.Short, bar.Close, "day ends"), null);
        var isShort = i % 10 >= 5;
        if (i % 5 == 4) return new StrategySignal(new ExitSignaled(isShort ? TradeDirection.Short : TradeDirection.Long, bar.Close, "enough"), null);
        if (i % 5 != 0) return null;
        var sign = isShort ? -1 : 1;
        return new StrategySignal(null, new TradePlan
        {
            Direction = isShort ? TradeDirection.Short : TradeDirection.Long,
            ReferencePrice = bar.Close,
            SignaledAt = bar.End,
            StopPrice = Price.FromDecimal(bar.Close.ToDecimal() - sign * 1.50m),
            TargetPrice = Price.FromDecimal(bar.Close.ToDecimal() + sign * 1.20m),
            Reason = "scripted",
        });
    }

    /// <summary>The agents and the lifecycles, one message after another; what the broker did is found by sweeps.</summary>
    private sealed class Desk : IAgent
    {
        private static readonly BarPeriod Period = BarPeriod.OfMinutes(5);

        private readonly SchwabFloor _floor;
        private readonly List<IAgent> _agents;
        private readonly Queue<Message> _queue = [];
        private readonly InMemoryStateStore _store = new();
        private readonly MarketDataAgent _marketData;
        private readonly RiskManagementAgent _risk;
        private readonly Outbox _outbox = new("desk");
        private DateTimeOffset _polledTo;

        public Desk(SchwabFloor floor)
        {
            _floor = floor;
            var calendar = floor.Market.Calendar;
            var source = new Newest(floor);
            var rules = new RiskSettings { Accounts = [new AccountRules { Account = Account, Limits = RiskLimits.None, Sizing = new SizingRule.FixedShares(100) }] };
            _marketData = new MarketDataAgent(source, calendar, [(ContractFloor.Stock, Period)]);
            _risk = new RiskManagementAgent(_store, source, calendar, rules, floor.Clock);
            _agents =
            [
                _marketData,
                new StrategyAgent([new RunningStrategy(Account, "scripted", [ContractFloor.Stock], Period, () => new ScriptedStrategy(Decide))], new NoHistory(), isOnlyCopy: true),
                _risk,
                new Current(this),
                new PositionManagementAgent(_store, [Account], WatchSettings.Default, calendar, isOnlyCopy: true),
                Lifecycles,
                this,
            ];
            _polledTo = floor.Clock.GetUtcNow();
        }

        public InMemoryLifecycles Lifecycles { get; } = new(TradeSettings.Default);

        public List<TradeClosed> Closed { get; } = [];

        public string Name => "watcher";

        public ImmutableArray<EventPattern> Hears { get; } = [EventNames.TradeClosed];

        private OrderExecutionAgent Orders => new([_floor.Broker], new PortfolioOpeningGate(_store));

        public ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation)
        {
            Closed.Add((TradeClosed)message.Data);
            return ValueTask.CompletedTask;
        }

        public async Task OpenAsync()
        {
            var account = await _floor.Broker.AccountAsync(Cancellation);
            _outbox.Begin(MessageId.From("desk opened"), _floor.Clock.GetUtcNow());
            await _risk.SetAccountAsync(Account, account.Value!, _outbox, Cancellation);
            await SayAsync();
        }

        /// <summary>Lives through a bar: what is due before its end, what it trades, and what the desk makes of it.</summary>
        public async Task LiveAsync(Bar bar)
        {
            while (Lifecycles.NextWake is { } wake && wake < bar.End)
            {
                if (wake > _floor.Clock.GetUtcNow()) _floor.Clock.SetTo(wake);
                await WakeDueAsync();
                await SweepAsync();
            }
            _floor.Clock.SetTo(bar.End);
            _floor.Market.Push(ContractFloor.Stock, bar);
            await SweepAsync();
            _outbox.Begin(default(MessageId), bar.End);
            try
            {
                await _marketData.PollAsync(_polledTo, bar.End, _outbox, Cancellation);
                _polledTo = bar.End;
            }
            catch (MarketDataUnavailableException)
            {
                // The next poll asks for these bars too.
            }
            await SayAsync();
            await WakeDueAsync();
        }

        private async Task SweepAsync()
        {
            _outbox.Begin(default(MessageId), _floor.Clock.GetUtcNow());
            await Orders.SweepAsync(Account, _floor.Clock.GetUtcNow().AddHours(-1), _outbox, Cancellation);
            await SayAsync();
        }

        private async Task WakeDueAsync()
        {
            while (Lifecycles.TakeDueWake(_floor.Clock.GetUtcNow()) is { } wake)
            {
                _queue.Enqueue(wake);
                await RunAsync();
            }
        }

        private Task SayAsync()
        {
            foreach (var message in _outbox.Messages) _queue.Enqueue(message);
            return RunAsync();
        }

        private async Task RunAsync()
        {
            while (_queue.TryDequeue(out var message))
            {
                foreach (var agent in _agents)
                {
                    if (!agent.Hears.Any(pattern => pattern.Matches(message.Name))) continue;
                    var outbox = new Outbox(agent.Name);
                    outbox.Begin(message, _floor.Clock.GetUtcNow());
                    await agent.HandleAsync(message, outbox, Cancellation);
                    foreach (var said in outbox.Messages) _queue.Enqueue(said);
                }
            }
        }

        /// <summary>The agent of the connection there is now, which a crash replaces.</summary>
        private sealed class Current(Desk desk) : IAgent
        {
            public string Name => "orders";

            public ImmutableArray<EventPattern> Hears { get; } = desk.Orders.Hears;

            public ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation) => desk.Orders.HandleAsync(message, outbox, cancellation);
        }

        private sealed class Newest(SchwabFloor floor) : IMarketDataSource
        {
            public ValueTask<Quote?> QuoteAsync(Symbol symbol, CancellationToken cancellation) => floor.Connection.MarketData.QuoteAsync(symbol, cancellation);

            public ValueTask<ImmutableArray<Bar>> BarsAsync(Symbol symbol, BarPeriod period, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
                floor.Connection.MarketData.BarsAsync(symbol, period, from, to, cancellation);
        }

        private sealed class NoHistory : IBarHistory
        {
            public ValueTask<ImmutableArray<Bar>> LastAsync(Symbol symbol, BarPeriod period, DateTimeOffset end, int count, CancellationToken cancellation) => new([]);
        }
    }
}
