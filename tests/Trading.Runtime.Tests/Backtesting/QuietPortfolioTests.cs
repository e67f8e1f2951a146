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

/// <summary>A portfolio at rest is not evaluated over and over; what changes it is seen all the same.</summary>
public class QuietPortfolioTests
{
    private static readonly DateTimeOffset Morning = new(2026, 8, 20, 14, 0, 0, TimeSpan.Zero);
    private static readonly Scope Apple = new("paper", "trend", "AAPL");

    private readonly VirtualClock _clock = new();
    private readonly InMemoryStateStore _store = new();
    private readonly BarFeed _feed = new();
    private readonly Outbox _outbox = new("risk");
    private readonly RiskManagementAgent _agent;

    public QuietPortfolioTests()
    {
        var rules = new Trading.Risk.AccountRules { Account = "paper", Limits = RiskLimits.None, Sizing = new SizingRule.FixedShares(1) };
        _clock.SetTo(Morning);
        _agent = new RiskManagementAgent(_store, _feed, new NyseCalendar(), new RiskSettings { Accounts = [rules] }, _clock);
    }

    [Fact]
    public async Task A_portfolio_at_rest_begins_the_next_day()
    {
        var opened = await OpenAsync();
        await EvaluateAt(Morning.AddHours(1));
        await EvaluateAt(Morning.AddHours(2));
        Assert.Same(opened, await PortfolioAsync());
        await EvaluateAt(Morning.AddDays(1));
        Assert.Equal(opened.Day.AddDays(1), (await PortfolioAsync()).Day);
    }

    [Fact]
    public async Task A_portfolio_at_rest_that_comes_to_hold_shares_is_marked_again()
    {
        await OpenAsync();
        await EvaluateAt(Morning.AddHours(1));
        var order = new OrderId(TradeId.Of(MessageId.From("signal"), Morning, Apple), OrderRole.Entry, 1);
        var fill = new Fill("X1-1", OrderSide.Buy, 10, Price.FromDecimal(100), 0, Morning.AddHours(1));
        _outbox.Begin(MessageId.From("filled"), Morning.AddHours(1));
        var filled = Message.First(MessageId.From("fill"), EventNames.OrderFilled, "test", Morning.AddHours(1), order.Value, Apple, new OrderFilled(order, fill, 10));
        await _agent.HandleAsync(filled, _outbox, TestContext.Current.CancellationToken);
        await EvaluateAt(Morning.AddHours(2), 105);
        Assert.Equal((100_050m, 100_050m), ((await PortfolioAsync()).Equity, (await PortfolioAsync()).Total.Peak));
        await EvaluateAt(Morning.AddHours(2), 105);
        await EvaluateAt(Morning.AddHours(3), 103);
        Assert.Equal(100_030m, (await PortfolioAsync()).Equity);
    }

    private async Task<Portfolio> OpenAsync()
    {
        _outbox.Begin(MessageId.From("account"), Morning);
        await _agent.SetAccountAsync("paper", new BrokerAccount("x", 100_000, 100_000, 100_000, IsPaper: true, MayShort: true), _outbox, default);
        return await PortfolioAsync();
    }

    private async Task EvaluateAt(DateTimeOffset time, decimal price = 100)
    {
        var at = Price.FromDecimal(price);
        _clock.SetTo(time);
        _feed.Push("AAPL", new Bar(time.AddMinutes(-1), time, at, at, at, at, 100));
        _outbox.Begin(MessageId.From("tick", time.UtcTicks), time);
        await _agent.EvaluateAsync(_outbox, default);
    }

    private async Task<Portfolio> PortfolioAsync() => (await _store.LoadAsync<Portfolio>(new StateKey(Portfolio.Kind, "paper"), default)).Value!;
}
