using Trading.Agents;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Runtime.Backtesting;
using Trading.Runtime.State;
using Trading.Trades;

namespace Trading.Runtime.Tests.Backtesting;

/// <summary>A risk agent as a backtest has it: one account of 100,000 dollars, prices pushed by hand, and what it said last.</summary>
internal sealed class RiskInVirtualTime
{
    public static readonly DateTimeOffset Morning = new(2026, 8, 20, 14, 0, 0, TimeSpan.Zero);
    public static readonly Scope Apple = new("paper", "trend", "AAPL");

    private static readonly TradeId Trade = TradeId.Of(MessageId.From("signal"), Morning, Apple);

    private readonly VirtualClock _clock = new();
    private readonly InMemoryStateStore _store = new();
    private readonly BarFeed _feed = new();
    private readonly Outbox _outbox = new("risk");
    private readonly RiskManagementAgent _agent;

    public RiskInVirtualTime(RiskLimits limits, bool keepsMarks)
    {
        var rules = new Trading.Risk.AccountRules { Account = "paper", Limits = limits, Sizing = new SizingRule.FixedShares(1) };
        _clock.SetTo(Morning);
        _agent = new RiskManagementAgent(_store, _feed, new NyseCalendar(), new RiskSettings { Accounts = [rules] }, _clock, keepsMarks);
    }

    public DateTimeOffset Now => _clock.GetUtcNow();

    public IReadOnlyList<Message> Said => _outbox.Messages;

    /// <summary>The portfolio as the store has it.</summary>
    public async Task<Portfolio> PortfolioAsync() => (await StoredAsync()).Value!;

    public ValueTask<Versioned<Portfolio>> StoredAsync() => _store.LoadAsync<Portfolio>(new StateKey(Portfolio.Kind, "paper"), default);

    public async Task<Portfolio> OpenAsync()
    {
        _outbox.Begin(MessageId.From("account"), Morning);
        await _agent.SetAccountAsync("paper", new BrokerAccount("x", 100_000, 100_000, 100_000, IsPaper: true, MayShort: true), _outbox, default);
        return await PortfolioAsync();
    }

    /// <summary>Buys for, or sells from, the one trade in Apple.</summary>
    public Task FillAsync(OrderSide side, decimal shares, decimal price, DateTimeOffset at)
    {
        var order = new OrderId(Trade, side.IsBuy() ? OrderRole.Entry : OrderRole.Exit, 1);
        var fill = new Fill($"X{at.UtcTicks}", side, shares, Price.FromDecimal(price), 0, at);
        return HandleAsync(Message.First(MessageId.From("fill", at.UtcTicks), EventNames.OrderFilled, "test", at, order.Value, Apple, new OrderFilled(order, fill, shares)));
    }

    public async Task HandleAsync(Message message)
    {
        _outbox.Begin(message, Now);
        await _agent.HandleAsync(message, _outbox, TestContext.Current.CancellationToken);
    }

    public async Task EvaluateAt(DateTimeOffset time, decimal price = 100)
    {
        _clock.SetTo(time);
        Push(Apple.Symbol, price);
        _outbox.Begin(MessageId.From("tick", time.UtcTicks), time);
        await _agent.EvaluateAsync(_outbox, default);
    }

    public void Push(Symbol symbol, decimal price)
    {
        var at = Price.FromDecimal(price);
        _feed.Push(symbol, new Bar(Now.AddMinutes(-1), Now, at, at, at, at, 100));
    }
}
