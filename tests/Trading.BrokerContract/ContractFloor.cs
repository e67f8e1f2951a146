using System.Threading.Channels;
using Trading.Agents.Ports;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Faults;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Backtesting;
using Trading.Trades;

namespace Trading.BrokerContract;

/// <summary>A broker, the market behind it and a clock that the bars move. Each broker that is held to the contract makes one.</summary>
public abstract class ContractFloor : IAsyncDisposable
{
    public static readonly Symbol Stock = "AAPL";

    private readonly Channel<BrokerUpdate> _news = Channel.CreateUnbounded<BrokerUpdate>();
    private int _tickets;

    protected ContractFloor() => Clock.SetTo(new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero)); // a Monday, 10:00 in New York

    public VirtualClock Clock { get; } = new();

    public abstract IBroker Broker { get; }

    /// <summary>How the broker can be made to misbehave; null for one that is held to the plain contract alone.</summary>
    public abstract FaultScript? Faults { get; }

    /// <summary>How many shares a bar has for us; null for all that are wanted.</summary>
    public abstract CappedFills Fills { get; }

    /// <summary>Whether the account trades with play money.</summary>
    public virtual bool IsPaper => true;

    protected abstract void Show(in Bar bar);

    public abstract ValueTask DisposeAsync();

    /// <summary>The next minute's bar.</summary>
    public void Minute(decimal open, decimal high, decimal low, decimal close)
    {
        var start = Clock.GetUtcNow();
        Clock.SetTo(start.AddMinutes(1));
        Show(new Bar(start, start.AddMinutes(1), Usd(open), Usd(high), Usd(low), Usd(close), 1_000_000));
    }

    public void Minute(decimal price) => Minute(price, price, price, price);

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

    /// <summary>The shares held, with their sign.</summary>
    public async Task<decimal> HeldAsync()
    {
        var answer = await Broker.PositionsAsync(TestContext.Current.CancellationToken);
        return answer.Value.FirstOrDefault(position => position.Symbol == Stock)?.Quantity ?? 0;
    }

    /// <summary>The next news that is of a kind; what is not is passed over.</summary>
    public async Task<BrokerUpdate> HeardAsync(Func<BrokerUpdate, bool> isIt)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var update = await _news.Reader.ReadAsync(patience.Token);
            if (isIt(update)) return update;
        }
    }

    public static OrderTerms Buy(decimal quantity) => OrderTerms.Market(OrderSide.Buy, quantity);

    public static OrderTerms BuyLimit(decimal quantity, decimal limit) => OrderTerms.Limit(OrderSide.Buy, quantity, Usd(limit), TimeInForce.GoodTilCanceled);

    public static Price Usd(decimal dollars) => Price.FromDecimal(dollars);

    protected void Hear(BrokerUpdate update) => _news.Writer.TryWrite(update);

    private static OrderTicket Attached(OrderTicket parent, OrderRole role, OrderTerms terms) =>
        new(new OrderId(parent.TradeId, role, 1), parent.TradeId, parent.Scope, role, terms) { Parent = parent.Id };
}
