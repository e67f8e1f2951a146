using System.Collections.Immutable;
using System.Globalization;
using Trading.MarketData;
using Trading.Orders;
using Trading.Risk;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Data;
using Trading.Runtime.Exchange;
using Trading.Runtime.Lifecycles;
using Trading.Strategies;
using Trading.Trades;
using OrderStep = Trading.Lifecycles.Transition<Trading.Orders.OrderState>;
using TradeStep = Trading.Lifecycles.Transition<Trading.Trades.TradeState>;

namespace Trading.Runtime.Tests.Backtesting;

/// <summary>Short ways to replay a handful of one-minute bars of one symbol.</summary>
internal static class Replay
{
    public static readonly Symbol Apple = new("AAPL");
    public static readonly DateTimeOffset Open = new(2024, 1, 3, 14, 30, 0, TimeSpan.Zero);
    public static readonly NyseCalendar Nyse = new();

    /// <summary>Minutes from the open on, each written <c>open high low close</c>.</summary>
    public static ImmutableArray<Bar> Minutes(params string[] bars) => [.. bars.Select((text, i) =>
    {
        var prices = text.Split(' ').Select(price => Price.Parse(price, CultureInfo.InvariantCulture)).ToArray();
        return new Bar(Open.AddMinutes(i), Open.AddMinutes(i + 1), prices[0], prices[1], prices[2], prices[3], 1_000_000);
    })];

    public static HistoricalData Data(ImmutableArray<Bar> bars) => HistoricalData.Of(new BarSeries(Apple, BarPeriod.Minute, bars));

    /// <summary>A hundred shares a trade, no limits, no costs, everything fills at once.</summary>
    public static VirtualDeskSettings Settings(Func<IStrategy> strategy, RiskLimits? limits = null) => new()
    {
        Account = "paper",
        Watched = [(Apple, BarPeriod.Minute)],
        Strategies = [new RunningStrategy("paper", "scripted", [Apple], BarPeriod.Minute, strategy)],
        Risk = new RiskSettings { Accounts = [new Trading.Risk.AccountRules { Account = "paper", Limits = limits ?? RiskLimits.None, Sizing = new SizingRule.FixedShares(100) }] },
        Exchange = new ExchangeOptions { Fills = new UnlimitedFills() },
    };

    public static VirtualDeskSettings Settings(Func<int, Bar, StrategySignal?> script, RiskLimits? limits = null) => Settings(() => new ScriptedStrategy(script), limits);

    public static (BacktestResult Result, Observed Seen) Run(ImmutableArray<Bar> bars, VirtualDeskSettings settings, bool isCanceled = false)
    {
        var seen = new Observed();
        return (new Backtest(settings, Nyse, seen).Run(Data(bars), new CancellationToken(isCanceled)), seen);
    }

    internal sealed class Observed : IBacktestObserver
    {
        public List<ClosedTrade> Closed { get; } = [];
        public List<Trade> Ended { get; } = [];
        public int Progress { get; private set; }
        public Action? OnLook { get; set; }

        public void OnTradeClosed(ClosedTrade trade) => Closed.Add(trade);
        public void OnTradeEnded(Trade trade) => Ended.Add(trade);

        public void OnProgress(long bars, DateTimeOffset time)
        {
            Progress++;
            OnLook?.Invoke();
        }
    }

    /// <summary>Writes down what happened to lifecycles, each with its time.</summary>
    internal sealed class Record : ILifecycleObserver
    {
        public List<(DateTimeOffset Time, string What)> Lines { get; } = [];

        public IEnumerable<string> Before(DateTimeOffset time) => Lines.Where(line => line.Time < time).Select(line => line.What);

        public void OnTransition(Trade trade, in TradeStep transition) => Lines.Add((transition.Time, $"{trade.Id} {transition}"));
        public void OnTransition(Order order, in OrderStep transition) => Lines.Add((transition.Time, $"{order.Id} {transition}"));

        /// <summary>A fill in the opening print carries the start of its bar, which is when the bar before it was decided on.</summary>
        public void OnFill(Order order, Fill fill) => Lines.Add((fill.Time.AddTicks(1), $"{order.Id} {fill}"));
    }

    /// <summary>A desk that is shown bars one after another, as a backtest does.</summary>
    public static Record RunDesk(VirtualDeskSettings settings, ImmutableArray<Bar> bars, Action<VirtualDesk>? afterEach = null)
    {
        var record = new Record();
        var desk = new VirtualDesk(settings, Nyse, record);
        desk.Open(bars[0].Start);
        foreach (var bar in bars)
        {
            desk.AdvanceTo(bar.End);
            desk.Show(Apple, bar);
            desk.Tell([0]);
            afterEach?.Invoke(desk);
        }
        return record;
    }
}
