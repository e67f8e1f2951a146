using System.Collections.Immutable;
using System.Diagnostics;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Positions;
using Trading.Risk;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Buses;
using Trading.Runtime.Lifecycles;
using Trading.Runtime.State;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Benchmarks;

/// <summary>From a bar to the order at the broker, through the bus of one process: strategy, trade, risk, trade, order, order execution.</summary>
internal static class LatencyBenchmark
{
    private const string Account = "paper";
    private const int WarmUps = 20_000;
    private const int Bars = 20_000;
    private static readonly Symbol Stock = "TEST";

    public static IEnumerable<Row> Run()
    {
        var microseconds = MeasureAsync().GetAwaiter().GetResult();
        yield return Row.AtMost("signal to order in process, p50", microseconds[Bars / 2], "us", 10);
        yield return Row.AtMost("signal to order in process, p99", microseconds[Bars * 99 / 100], "us", 50);
    }

    private static async Task<double[]> MeasureAsync()
    {
        var start = new DateTimeOffset(2026, 11, 20, 15, 0, 0, TimeSpan.Zero);
        var clock = new VirtualClock();
        clock.SetTo(start);
        var feed = new BarFeed();
        var store = new InMemoryStateStore();
        var calendar = new NyseCalendar();
        var broker = new RefusingBroker();
        var risk = new RiskManagementAgent(store, feed, calendar, Limits(), clock);
        await risk.SetAccountAsync(Account, new BrokerAccount(Account, 1_000_000, 1_000_000, 2_000_000, true, true), new Outbox("risk"), CancellationToken.None);
        await using var bus = new InProcessBus(clock, new InProcessBusOptions { OnDeadLetter = letter => throw new InvalidOperationException(letter.Error.Message, letter.Error) });
        bus.Subscribe(new StrategyAgent([new RunningStrategy(Account, "always", [Stock], BarPeriod.Minute, () => new AlwaysIn())], feed, isOnlyCopy: true));
        bus.Subscribe(risk);
        bus.Subscribe(new OrderExecutionAgent([broker], new PortfolioOpeningGate(store)));
        bus.Subscribe(new PositionManagementAgent(store, [Account], new WatchSettings(), calendar, isOnlyCopy: true));
        bus.Subscribe(new InMemoryLifecycles(TradeSettings.Default));
        bus.Start();

        var times = new double[Bars];
        for (var i = -WarmUps; i < Bars; i++)
        {
            var at = start.AddMilliseconds(10 * (i + WarmUps));
            clock.SetTo(at);
            var price = Price.FromDecimal(100);
            var bar = new Bar(at.AddMinutes(-1), at, price, price, price, price, 1000);
            feed.Push(Stock, bar);
            var message = Message.First(MessageId.From("bar", i), EventNames.BarsReceived, "marketdata", at, Stock.Value, Scope.OfMarket(Stock), new BarsReceived(Stock, BarPeriod.Minute, [bar]));
            var began = Stopwatch.GetTimestamp();
            await bus.PublishAsync(message, CancellationToken.None);
            await bus.DrainAsync(CancellationToken.None);
            if (i >= 0) times[i] = Stopwatch.GetElapsedTime(began, broker.LastSubmit).TotalMicroseconds;
        }
        if (broker.Submits != WarmUps + Bars) throw new InvalidOperationException($"{broker.Submits} orders came of {WarmUps + Bars} signals.");
        Array.Sort(times);
        return times;
    }

    private static RiskSettings Limits() => new()
    {
        Accounts = [new AccountRules { Account = Account, Sizing = new SizingRule.FixedShares(1), Limits = RiskLimits.None, Strategies = [new StrategyRules { Strategy = "always", Limits = RiskLimits.None }] }],
    };

    private sealed class AlwaysIn : IStrategy
    {
        public int WarmUpBars => 0;

        public StrategySignal? OnBar(in Bar bar) => new(null, new TradePlan { Direction = TradeDirection.Long, ReferencePrice = bar.Close, SignaledAt = bar.End, Reason = "always" });
    }

    /// <summary>Notes the time of each submit and refuses it, so that nothing piles up.</summary>
    private sealed class RefusingBroker : IBroker
    {
        public long LastSubmit { get; private set; }
        public int Submits { get; private set; }
        public string Account => LatencyBenchmark.Account;

        public ValueTask<BrokerAnswer<BrokerOrder>> SubmitAsync(OrderTicket ticket, CancellationToken cancellation)
        {
            LastSubmit = Stopwatch.GetTimestamp();
            Submits++;
            return new(BrokerAnswers.Refused<BrokerOrder>(RejectionCodes.BrokerRefused, "the benchmark refuses"));
        }

        public ValueTask<BrokerAnswer<BrokerOrder>> CancelAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) => Unknown();

        public ValueTask<BrokerAnswer<BrokerOrder>> ReplaceAsync(string clientOrderId, string? brokerOrderId, string newClientOrderId, OrderTerms terms, CancellationToken cancellation) => Unknown();

        public ValueTask<BrokerAnswer<BrokerOrder>> FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) => Unknown();

        public ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> OrdersAsync(DateTimeOffset since, CancellationToken cancellation) => new(BrokerAnswers.Done(ImmutableArray<BrokerOrder>.Empty));

        public ValueTask<BrokerAnswer<ImmutableArray<BrokerPosition>>> PositionsAsync(CancellationToken cancellation) => new(BrokerAnswers.Done(ImmutableArray<BrokerPosition>.Empty));

        public ValueTask<BrokerAnswer<BrokerAccount>> AccountAsync(CancellationToken cancellation) => new(BrokerAnswers.Done(new BrokerAccount(Account, 0, 0, 0, true, true)));

        private static ValueTask<BrokerAnswer<BrokerOrder>> Unknown() => new(BrokerAnswers.Failed<BrokerOrder>(BrokerOutcome.NotFound, "", ""));
    }
}
