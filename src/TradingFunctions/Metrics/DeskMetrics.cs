using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Trading.Breakers;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Runtime.Reconciliation;
using Trading.Runtime.Redis;
using Trading.Runtime.Telemetry;
using Trading.Trades;

namespace TradingFunctions.Metrics;

/// <summary>What a desk is watched by, on the meter <c>Trading</c>. docs/azure.md lists it all.</summary>
/// <remarks>Gauges tell what was last seen; an instance that never looked tells nothing.</remarks>
public sealed class DeskMetrics
{
    private readonly ConcurrentDictionary<string, BreakerState> _breakers = new(StringComparer.Ordinal);
    private readonly Counter<long> _fills;
    private readonly UpDownCounter<double> _profit;
    private readonly Counter<long> _redelivered;
    private RedisHealthReport? _health;
    private LifecyclesSeen? _lifecycles;
    private Portfolio? _portfolio;

    internal DeskMetrics(Meter meter)
    {
        _fills = meter.CreateCounter<long>("trading.fills", "{fill}", "Executions booked, by symbol and side");
        _profit = meter.CreateUpDownCounter<double>("trading.trades.profit", "{USD}", "Profit and loss of closed trades after fees, by account and strategy");
        _redelivered = meter.CreateCounter<long>("trading.messages.redelivered", "{message}", "Messages handed out again, by inbox");
        meter.CreateObservableGauge("trading.orders", Orders, "{order}", "Orders that have not completed, by state");
        meter.CreateObservableGauge("trading.trades", Trades, "{trade}", "Trades that have not completed, by state");
        meter.CreateObservableGauge("trading.breaker.open", Breakers, description: "1 while a breaker is not closed, else 0; by breaker");
        meter.CreateObservableGauge("trading.account.daily_loss", DailyLosses, description: "The part of the day's first equity that is lost; by account");
        meter.CreateObservableGauge("trading.inbox.waiting", () => Inboxes(inbox => inbox.Waiting), "{message}", "Messages that are not handled, by inbox");
        meter.CreateObservableGauge("trading.inbox.age", () => Inboxes(inbox => inbox.Oldest?.TotalSeconds ?? 0), "s", "Age of the oldest message, by inbox");
        meter.CreateObservableGauge("trading.inbox.canary_unseen", () => Inboxes(inbox => inbox.CanaryUnseenFor?.TotalSeconds ?? 0), "s", "How long the canary has been unseen, by inbox: a trigger that is dead");
        meter.CreateObservableGauge("trading.deadletters", DeadLetters, "{message}", "Messages that were given up");
    }

    public DeskMetrics()
        : this(TradingTelemetry.Meter)
    {
    }

    public void Saw(RedisHealthReport health) => _health = health;

    public void Saw(Portfolio portfolio) => _portfolio = portfolio;

    public void Saw(LifecyclesSeen lifecycles) => _lifecycles = lifecycles;

    public void Saw(string breaker, BreakerState state) => _breakers[breaker] = state;

    public void Redelivered(string inbox) => _redelivered.Add(1, new KeyValuePair<string, object?>("inbox", inbox));

    /// <summary>Counts what a step of a lifecycle told, once it is stored.</summary>
    public void Stored(Message cause, IEnumerable<Message> said)
    {
        if (cause.Data is OrderExecuted executed)
            _fills.Add(1, new("symbol", cause.Scope.Symbol.Value), new("side", executed.Fill.Side.ToString()));
        foreach (var message in said)
            if (message.Data is TradeClosed closed)
                _profit.Add((double)closed.ProfitAndLoss, new("account", message.Scope.Account), new("strategy", message.Scope.Strategy));
    }

    private IEnumerable<Measurement<int>> Orders() => (_lifecycles?.Orders ?? []).GroupBy(order => order.State)
        .Select(group => new Measurement<int>(group.Count(), new KeyValuePair<string, object?>("state", group.Key.ToString())));

    private IEnumerable<Measurement<int>> Trades() => (_lifecycles?.Trades ?? []).GroupBy(trade => trade.State)
        .Select(group => new Measurement<int>(group.Count(), new KeyValuePair<string, object?>("state", group.Key.ToString())));

    private IEnumerable<Measurement<int>> Breakers() => _breakers.Select(pair => new Measurement<int>(
        pair.Value == BreakerState.Closed ? 0 : 1, new KeyValuePair<string, object?>("breaker", pair.Key)));

    private IEnumerable<Measurement<double>> DailyLosses() => _portfolio is { Total.StartOfDay: > 0 } portfolio
        ? [new Measurement<double>((double)Math.Max(0, 1 - (portfolio.Equity / portfolio.Total.StartOfDay)), new KeyValuePair<string, object?>("account", portfolio.Account))]
        : [];

    private IEnumerable<Measurement<double>> Inboxes(Func<InboxHealth, double> read) => (_health?.Inboxes ?? [])
        .Select(inbox => new Measurement<double>(read(inbox), new KeyValuePair<string, object?>("inbox", inbox.Inbox)));

    private IEnumerable<Measurement<long>> DeadLetters() => _health is { RoundTrip: not null } health ? [new Measurement<long>(health.DeadLetters)] : [];
}
