using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Trading.Agents.Ports;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Faults;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Trades;

namespace Trading.BrokerContract;

/// <summary>A broker, the market behind it and a clock that the bars move. Each broker that is held to the contract makes one.</summary>
public abstract class ContractFloor : IAsyncDisposable
{
    public static readonly Symbol Stock = "AAPL";

    private readonly Channel<BrokerUpdate> _news = Channel.CreateUnbounded<BrokerUpdate>();
    private int _tickets;

    /// <summary>A Monday, 10:00 in New York.</summary>
    public FloorClock Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero));

    public abstract IBroker Broker { get; }

    /// <summary>How the broker can be made to misbehave; null for one that is held to the plain contract alone.</summary>
    public abstract FaultScript? Faults { get; }

    /// <summary>How many shares a bar has for us; null for all that are wanted.</summary>
    public abstract CappedFills Fills { get; }

    /// <summary>Whether the account trades with play money.</summary>
    public virtual bool IsPaper => true;

    /// <summary>How long an order that is sent waits for its answer.</summary>
    public static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long a look-up waits for its answer.</summary>
    public static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(20);

    protected abstract void Show(in Bar bar);

    /// <summary>Has what the clock says take effect.</summary>
    protected abstract void Tick();

    /// <summary>Waits for news; at a broker that tells none by itself it asks.</summary>
    protected virtual async Task WaitForNewsAsync(CancellationToken patience) => await _news.Reader.WaitToReadAsync(patience);

    /// <summary>A broker that will not answer is given up at once: its time-out passes.</summary>
    protected void GiveUp(string operation) => Clock.Pass(operation is "submit" or "replace" or "cancel" ? WriteTimeout : ReadTimeout);

    public abstract ValueTask DisposeAsync();

    /// <summary>The next minute's bar.</summary>
    public void Minute(decimal open, decimal high, decimal low, decimal close)
    {
        var start = Clock.GetUtcNow();
        Clock.SetTo(start.AddMinutes(1));
        Show(new Bar(start, start.AddMinutes(1), Usd(open), Usd(high), Usd(low), Usd(close), 1_000_000));
    }

    public void Minute(decimal price) => Minute(price, price, price, price);

    /// <summary>Brings the clock forward without a trade.</summary>
    public void GoTo(DateTimeOffset time)
    {
        Clock.SetTo(time);
        Tick();
    }

    public OrderTicket Ticket(OrderTerms terms, OrderRole role = OrderRole.Entry)
    {
        var scope = new Scope(Broker.Account, "contract", Stock);
        var trade = TradeId.Of(MessageId.From("contract", ++_tickets), Clock.GetUtcNow(), scope);
        return new OrderTicket(new OrderId(trade, role, 1), trade, scope, role, terms);
    }

    /// <summary>An entry with a stop and a target.</summary>
    public OrderTicket Bracket(OrderTerms entry, decimal stop, decimal target)
    {
        var parent = Ticket(entry);
        var protect = Attached(parent, OrderRole.Stop, OrderTerms.Stop(OrderSide.Sell, entry.Quantity, Usd(stop)));
        var profit = Attached(parent, OrderRole.Target, OrderTerms.Limit(OrderSide.Sell, entry.Quantity, Usd(target), TimeInForce.GoodTilCanceled));
        return parent with { Attached = [protect with { Link = profit.Id }, profit with { Link = protect.Id }] };
    }

    public async Task<BrokerOrder> SendAsync(OrderTicket ticket)
    {
        var answer = await Broker.SubmitAsync(ticket, TestContext.Current.CancellationToken);
        Assert.True(answer.IsDone, $"{answer.Outcome} {answer.Code} {answer.Reason}");
        return answer.Value!;
    }

    public async Task<BrokerOrder> OrderAsync(string clientOrderId, string? brokerOrderId = null)
    {
        var answer = await Broker.FindAsync(clientOrderId, brokerOrderId, TestContext.Current.CancellationToken);
        Assert.True(answer.IsDone, $"{clientOrderId}: {answer.Outcome} {answer.Code} {answer.Reason}");
        return answer.Value!;
    }

    public Task<BrokerOrder> OrderAsync(OrderTicket ticket) => OrderAsync(ticket.Id.Value);

    /// <summary>Waits until the broker has an order that takes its time on the way.</summary>
    public async Task TakenAsync(OrderTicket ticket)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(10));
        while ((await Broker.FindAsync(ticket.Id.Value, null, patience.Token)).Outcome == BrokerOutcome.NotFound) patience.Token.ThrowIfCancellationRequested();
    }

    /// <summary>The shares held, with their sign.</summary>
    public async Task<decimal> HeldAsync()
    {
        var answer = await Broker.PositionsAsync(TestContext.Current.CancellationToken);
        return answer.Value.FirstOrDefault(position => position.Symbol == Stock)?.Quantity ?? 0;
    }

    /// <summary>Takes the oldest piece of news that came by itself.</summary>
    public bool TryHear([NotNullWhen(true)] out BrokerUpdate? update) => _news.Reader.TryRead(out update);

    /// <summary>The next news that is of a kind; what is not is passed over.</summary>
    public async Task<BrokerUpdate> HeardAsync(Func<BrokerUpdate, bool> isIt)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(10));
        while (true)
        {
            while (_news.Reader.TryRead(out var update))
                if (isIt(update)) return update;
            patience.Token.ThrowIfCancellationRequested();
            await WaitForNewsAsync(patience.Token);
        }
    }

    public static OrderTerms Buy(decimal quantity) => OrderTerms.Market(OrderSide.Buy, quantity);

    public static OrderTerms BuyLimit(decimal quantity, decimal limit) => OrderTerms.Limit(OrderSide.Buy, quantity, Usd(limit), TimeInForce.GoodTilCanceled);

    public static Price Usd(decimal dollars) => Price.FromDecimal(dollars);

    protected void Hear(BrokerUpdate update) => _news.Writer.TryWrite(update);

    private static OrderTicket Attached(OrderTicket parent, OrderRole role, OrderTerms terms) =>
        new(new OrderId(parent.TradeId, role, 1), parent.TradeId, parent.Scope, role, terms) { Parent = parent.Id };
}
