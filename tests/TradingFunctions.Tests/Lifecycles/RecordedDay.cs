using System.Collections.Immutable;
using Trading.Agents;
using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Data;
using Trading.Runtime.Lifecycles;
using Trading.Strategies;
using Trading.Trades;

namespace TradingFunctions.Tests.Lifecycles;

/// <summary>One day of a desk in virtual time: every message its lifecycles heard, and what became of its trades and orders.</summary>
internal sealed class RecordedDay : IAgent
{
    private static readonly Symbol[] Symbols = [new("AAPL"), new("BRK.B")];

    private readonly List<(Message Message, DateTimeOffset At)> _heard = [];

    private RecordedDay()
    {
    }

    public string Name => "recorder";

    public ImmutableArray<EventPattern> Hears => LifecycleRouting.Hears;

    public IReadOnlyList<(Message Message, DateTimeOffset At)> Heard => _heard;

    public ImmutableArray<Trade> Trades { get; private set; }

    public ImmutableArray<Order> Orders { get; private set; }

    public static RecordedDay Play(int minutes, int between)
    {
        var day = new RecordedDay();
        var nyse = new NyseCalendar();
        var series = Symbols
            .Select((symbol, i) => SyntheticBars.OverSessions(symbol, (ulong)(i + 7), minutes, new DateOnly(2026, 8, 21), nyse, Price.Parse("187.50")))
            .Select(bars => (bars.Info.Symbol, Bars: Read(bars, minutes))).ToArray();
        var desk = new VirtualDesk(
            new VirtualDeskSettings
            {
                Account = "paper",
                Watched = [.. Symbols.Select(symbol => (symbol, BarPeriod.Minute))],
                Strategies = [new RunningStrategy("paper", "clock", [.. Symbols], BarPeriod.Minute, () => new ClockStrategy(between))],
                EndedTradesKept = InMemoryLifecycles.MostEndedKept,
                Risk = new RiskSettings { Accounts = [new AccountRules { Account = "paper", Limits = RiskLimits.None, Sizing = new SizingRule.FixedShares(100) }] },
            },
            nyse, null);
        desk.Watch(day);
        desk.Open(series[0].Bars[0].Start);
        for (var i = 0; i < minutes; i++)
        {
            desk.AdvanceTo(series[0].Bars[i].End);
            foreach (var (symbol, bars) in series) desk.Show(symbol, bars[i]);
            desk.Tell([0, 1]);
        }
        day.Trades = [.. desk.Lifecycles.Trades];
        day.Orders = [.. desk.Lifecycles.Orders];
        return day;
    }

    public ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation)
    {
        _heard.Add((message, outbox.Time));
        return ValueTask.CompletedTask;
    }

    private static ImmutableArray<Bar> Read(SyntheticBars bars, int count)
    {
        using var reader = bars.OpenReader();
        var read = new Bar[count];
        var done = 0;
        while (done < count && reader.Read(read.AsSpan(done)) is > 0 and var more) done += more;
        return [.. read];
    }

    /// <summary>Enters every so many bars, long and short by turns, and leaves some of the trades by a signal.</summary>
    private sealed class ClockStrategy(int between) : IStrategy
    {
        private int _bars;

        public int WarmUpBars => 0;

        public StrategySignal? OnBar(in Bar bar)
        {
            var (turn, phase) = Math.DivRem(_bars++, between);
            var direction = turn % 3 == 2 ? TradeDirection.Short : TradeDirection.Long;
            if (phase == between - 2 && turn % 2 == 0) return new StrategySignal(new ExitSignaled(direction, bar.Close, "the time is up"), null);
            if (phase != 1) return null;
            return new StrategySignal(null, new TradePlan
            {
                Direction = direction,
                ReferencePrice = bar.Close,
                SignaledAt = bar.End,
                StopPrice = Away(bar.Close, -0.40m * direction.Sign()),
                TargetPrice = turn % 4 == 3 ? null : Away(bar.Close, 0.50m * direction.Sign()),
                Reason = $"turn {turn}",
            });
        }

        private static Price Away(Price price, decimal dollars) => Price.FromDecimal(price.ToDecimal() + dollars);
    }
}
