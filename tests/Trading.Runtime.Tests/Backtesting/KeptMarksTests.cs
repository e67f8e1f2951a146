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

/// <summary>A risk agent that keeps marks aside decides as one that saves each of them.</summary>
public class KeptMarksTests
{
    private static readonly DateTimeOffset Morning = new(2026, 8, 20, 14, 0, 0, TimeSpan.Zero);
    private static readonly Scope Apple = new("paper", "trend", "AAPL");
    private static readonly OrderId Entry = new(TradeId.Of(MessageId.From("signal"), Morning, Apple), OrderRole.Entry, 1);
    private static readonly OrderId Exit = new(TradeId.Of(MessageId.From("signal"), Morning, Apple), OrderRole.Exit, 1);

    private readonly VirtualClock _clock = new();
    private readonly InMemoryStateStore _store = new();
    private readonly BarFeed _feed = new();
    private readonly Outbox _outbox = new("risk");
    private readonly RiskManagementAgent _agent;

    public KeptMarksTests()
    {
        var rules = new Trading.Risk.AccountRules { Account = "paper", Limits = new() { MaxDrawdown = 0.05m }, Sizing = new SizingRule.FixedShares(1) };
        _clock.SetTo(Morning);
        _agent = new RiskManagementAgent(_store, _feed, new NyseCalendar(), new RiskSettings { Accounts = [rules] }, _clock, keepsMarks: true);
    }

    [Fact]
    public async Task A_price_alone_saves_nothing_and_the_next_change_saves_the_peak_with_it()
    {
        await OpenAsync(shares: 100);
        var before = await StoredAsync();
        await EvaluateAt(1, 110);
        await EvaluateAt(2, 108);
        Assert.Equal(before, await StoredAsync());

        await FillAsync(Exit, OrderSide.Sell, 40, 108, at: 3);
        var (portfolio, version) = await StoredAsync();
        Assert.Equal((101_000m, 100_800m), (portfolio!.Total.Peak, portfolio.Equity));
        Assert.Equal(before.Version + 1, version);
    }

    [Fact]
    public async Task A_fall_from_a_peak_that_was_never_saved_trips()
    {
        await OpenAsync(shares: 1_000);
        await EvaluateAt(1, 110);
        await EvaluateAt(2, 104.6m);
        Assert.Empty(_outbox.Messages);
        await EvaluateAt(3, 104.5m);
        var tripped = Assert.IsType<LimitBreached>(_outbox.Messages[0].Data);
        Assert.Equal((DenialCode.Drawdown, 0.05m), (tripped.Code, tripped.Measured));
        Assert.Equal(TradingState.Halted, (await StoredAsync()).Value!.StateFor(Apple));
    }

    [Fact]
    public async Task A_review_sees_the_marks_that_are_kept_aside()
    {
        await OpenAsync(shares: 500);
        await EvaluateAt(1, 110);
        await EvaluateAt(2, 105);
        var plan = new TradePlan { Direction = TradeDirection.Long, ReferencePrice = Price.FromDecimal(105), SignaledAt = _clock.GetUtcNow(), Reason = "test" };
        var microsoft = Apple with { Symbol = "MSFT" };
        _feed.Push("MSFT", new Bar(Morning, Morning.AddMinutes(2), plan.ReferencePrice, plan.ReferencePrice, plan.ReferencePrice, plan.ReferencePrice, 100));
        var id = TradeId.Of(MessageId.From("another"), Morning, microsoft);
        var request = Message.First(MessageId.From("review"), EventNames.ReviewRequested, "test", _clock.GetUtcNow(), id.Value, microsoft, new ReviewRequested(id, plan));
        await HandleAsync(request);
        var answer = Assert.Single(_outbox.Messages).Data;
        Assert.True(answer is TradeApproved, (answer as TradeDenied)?.Reason);
        var saved = (await StoredAsync()).Value!;
        Assert.Equal((105_000m, 102_500m), (saved.Total.Peak, saved.Equity));
    }

    private async Task OpenAsync(decimal shares)
    {
        _outbox.Begin(MessageId.From("account"), Morning);
        await _agent.SetAccountAsync("paper", new BrokerAccount("x", 100_000, 100_000, 100_000, IsPaper: true, MayShort: true), _outbox, default);
        await FillAsync(Entry, OrderSide.Buy, shares, 100, at: 0);
    }

    private async Task FillAsync(OrderId order, OrderSide side, decimal shares, decimal price, int at)
    {
        var fill = new Fill($"X{at}", side, shares, Price.FromDecimal(price), 0, Morning.AddMinutes(at));
        await HandleAsync(Message.First(MessageId.From("fill", at), EventNames.OrderFilled, "test", fill.Time, order.Value, Apple, new OrderFilled(order, fill, shares)));
    }

    private async Task HandleAsync(Message message)
    {
        _outbox.Begin(message, _clock.GetUtcNow());
        await _agent.HandleAsync(message, _outbox, TestContext.Current.CancellationToken);
    }

    private async Task EvaluateAt(int minutes, decimal price)
    {
        var (time, at) = (Morning.AddMinutes(minutes), Price.FromDecimal(price));
        _clock.SetTo(time);
        _feed.Push("AAPL", new Bar(time.AddMinutes(-1), time, at, at, at, at, 100));
        _outbox.Begin(MessageId.From("tick", time.UtcTicks), time);
        await _agent.EvaluateAsync(_outbox, default);
    }

    private ValueTask<Versioned<Portfolio>> StoredAsync() => _store.LoadAsync<Portfolio>(new StateKey(Portfolio.Kind, "paper"), default);
}
