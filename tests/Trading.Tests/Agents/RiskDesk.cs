using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Tests.Risk;
using Trading.Trades;

namespace Trading.Tests.Agents;

/// <summary>A risk management agent with a store that keeps JSON, quotes set by hand, and a clock that stands still.</summary>
internal sealed class RiskDesk : IStateStore, IMarketDataSource
{
    private static readonly NyseCalendar Calendar = new();

    private readonly Dictionary<StateKey, (string Json, long Version)> _stored = [];
    private readonly Dictionary<Symbol, decimal> _prices = new() { ["AAPL"] = 100, ["MSFT"] = 100 };
    private readonly Outbox _outbox = new("risk");
    private int _messages;

    public RiskDesk(RiskSettings settings)
    {
        Time = new FakeTimeProvider(ReviewCase.Morning);
        Agent = new RiskManagementAgent(this, this, Calendar, settings, Time);
    }

    public RiskManagementAgent Agent { get; }
    public FakeTimeProvider Time { get; }
    public int Saves { get; private set; }

    /// <summary>Runs once before the next save of a kind.</summary>
    public (string Kind, Func<ValueTask> Run)? BeforeSave { get; set; }

    /// <summary>Makes saves of a kind throw, as a crash does.</summary>
    public string? CrashOnSaveOf { get; set; }

    public static RiskSettings Settings(RiskLimits? limits = null, RiskLimits? desk = null, RiskLimits? strategy = null, params string[] accounts) => new()
    {
        Desk = desk ?? RiskLimits.None,
        Accounts = [.. (accounts.Length == 0 ? ["paper"] : accounts).Select(account => new AccountRules
        {
            Account = account,
            Limits = limits ?? RiskLimits.None,
            Sizing = new SizingRule.FixedShares(100),
            Strategies = [new StrategyRules { Strategy = "trend", Limits = strategy ?? RiskLimits.None }],
        })],
    };

    /// <summary>A desk whose accounts the broker has told of, with 100,000 dollars each.</summary>
    public static async Task<RiskDesk> OpenAsync(RiskLimits? limits = null, RiskLimits? desk = null, RiskLimits? strategy = null, params string[] accounts)
    {
        var opened = new RiskDesk(Settings(limits, desk, strategy, accounts));
        foreach (var account in accounts.Length == 0 ? ["paper"] : accounts) await opened.TellAsync(account, 100_000);
        return opened;
    }

    public void Price(Symbol symbol, decimal price) => _prices[symbol] = price;

    public async Task<IReadOnlyList<Message>> TellAsync(string account, decimal equity)
    {
        _outbox.Begin(MessageId.From("account", ++_messages), Time.GetUtcNow());
        await Agent.SetAccountAsync(account, new BrokerAccount("x", equity, equity, equity, IsPaper: true, MayShort: true), _outbox, default);
        return [.. _outbox.Messages];
    }

    public async Task<IReadOnlyList<Message>> EvaluateAsync()
    {
        _outbox.Begin(MessageId.From("tick", ++_messages), Time.GetUtcNow());
        await Agent.EvaluateAsync(_outbox, default);
        return [.. _outbox.Messages];
    }

    public async Task<IReadOnlyList<Message>> HandleAsync(Message message)
    {
        var outbox = new Outbox("risk");
        outbox.Begin(message, Time.GetUtcNow());
        await Agent.HandleAsync(message, outbox, default);
        return outbox.Messages;
    }

    public async Task OverrideAsync(Scope scope, RiskLimits limits, DateTimeOffset until) =>
        await Agent.OverrideAsync(new(scope, limits, until, "busy"), default);

    public async Task<string?> ClosedBecauseAsync(Scope scope) => await new PortfolioOpeningGate(this).ClosedBecauseAsync(scope, default);

    /// <summary>Hands the agent what it said itself, as the bus does.</summary>
    public async Task HearAsync(IEnumerable<Message> said)
    {
        foreach (var message in said)
            if (Agent.Hears.Any(pattern => pattern.Matches(message.Name))) Assert.Empty(await HandleAsync(message));
    }

    public Message Message(EventName name, Scope scope, Payload data) =>
        Trading.Messages.Message.First(MessageId.From("message", ++_messages), name, "test", Time.GetUtcNow(), "", scope, data);

    public Message Review(int trade, Scope? scope = null, TradePlan? plan = null) => Message(
        EventNames.ReviewRequested, scope ?? ReviewCase.Apple,
        new ReviewRequested(ReviewCase.Id(trade, scope), (plan ?? ReviewCase.Long(100)) with { SignaledAt = Time.GetUtcNow() }));

    public Message Filled(int trade, OrderSide side, decimal quantity, decimal price, string execution, Scope? scope = null)
    {
        var order = new OrderId(ReviewCase.Id(trade, scope), side.IsOpening() ? OrderRole.Entry : OrderRole.Exit, 1);
        return Message(EventNames.OrderFilled, scope ?? ReviewCase.Apple, new OrderFilled(order, ReviewCase.FillOf(execution, side, quantity, price), quantity));
    }

    public Message Closed(int trade, decimal profit) => Message(EventNames.TradeClosed, ReviewCase.Apple, new TradeClosed(
        ReviewCase.Id(trade), TradeDirection.Long, 100, 100, 100, 0, profit, ReviewCase.Morning, ReviewCase.Morning, ExitReason.Signal));

    public Portfolio Portfolio(string account = "paper") => Stored<Portfolio>(new(Trading.Risk.Portfolio.Kind, account))!;

    public Desk Desk() => Stored<Desk>(new(Trading.Risk.Desk.Kind, ""))!;

    public ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
        where T : class => new(new Versioned<T>(Stored<T>(key), _stored.TryGetValue(key, out var entry) ? entry.Version : 0));

    public async ValueTask<bool> TrySaveAsync<T>(StateKey key, T value, long expectedVersion, CancellationToken cancellation)
        where T : class
    {
        if (CrashOnSaveOf == key.Kind) throw new IOException("crashed");
        if (BeforeSave is { } before && before.Kind == key.Kind)
        {
            BeforeSave = null;
            await before.Run();
        }
        var version = _stored.TryGetValue(key, out var entry) ? entry.Version : 0;
        if (version != expectedVersion) return false;
        _stored[key] = (JsonSerializer.Serialize(value), version + 1);
        Saves++;
        return true;
    }

    public ValueTask<Quote?> QuoteAsync(Symbol symbol, CancellationToken cancellation) =>
        new(_prices.TryGetValue(symbol, out var price) ? ReviewCase.QuoteAt(symbol, price, Time.GetUtcNow()) : null);

    public ValueTask<System.Collections.Immutable.ImmutableArray<Bar>> BarsAsync(
        Symbol symbol, BarPeriod period, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) => throw new NotSupportedException();

    private T? Stored<T>(StateKey key)
        where T : class => _stored.TryGetValue(key, out var entry) ? JsonSerializer.Deserialize<T>(entry.Json) : null;
}
