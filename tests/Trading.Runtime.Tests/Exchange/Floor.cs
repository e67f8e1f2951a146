using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Exchange;
using Trading.Trades;

namespace Trading.Runtime.Tests.Exchange;

/// <summary>An exchange with a clock that the bars move, and all the news it told.</summary>
internal sealed class Floor
{
    public static readonly Symbol Stock = "AAPL";
    public static readonly DateOnly Monday = new(2026, 3, 2);

    private int _tickets;

    /// <summary>Begins on a Monday at 10:00, half an hour after the open, with a market of any size.</summary>
    public Floor(ExchangeOptions? options = null, WeekdayCalendar? calendar = null)
    {
        Clock = new FakeTimeProvider(Today.Open.AddMinutes(30));
        Exchange = new SimulatedExchange("sim", calendar ?? new WeekdayCalendar(), Clock, options ?? Any);
    }

    public static ExchangeOptions Any { get; } = new() { Fills = new UnlimitedFills() };

    public static Session Today { get; } = WeekdayCalendar.Of(Monday);
    public static Session Tomorrow { get; } = WeekdayCalendar.Of(Monday.AddDays(1));

    public FakeTimeProvider Clock { get; }
    public SimulatedExchange Exchange { get; }
    public List<BrokerUpdate> News { get; } = [];

    /// <summary>The last closing price of each symbol.</summary>
    public Dictionary<Symbol, decimal> Lasts { get; } = [];

    public DateTimeOffset Now => Clock.GetUtcNow();

    public Floor At(DateTimeOffset time)
    {
        Clock.AdjustTime(time);
        return this;
    }

    /// <summary>The next minute's bar.</summary>
    public void Minute(decimal open, decimal high, decimal low, decimal close, long volume = 1_000_000, Symbol? symbol = null) =>
        Bar(Now, Now.AddMinutes(1), open, high, low, close, volume, symbol);

    public void Minute(decimal price) => Minute(price, price, price, price);

    /// <summary>The daily bar of the first session that opens now or later.</summary>
    public void Day(decimal open, decimal high, decimal low, decimal close, long volume = 1_000_000)
    {
        var session = new WeekdayCalendar().CurrentOrNext(Now);
        if (session.Open < Now) session = new WeekdayCalendar().CurrentOrNext(session.AfterHoursClose);
        Bar(session.Open, session.Close, open, high, low, close, volume);
    }

    public void Bar(
        DateTimeOffset start, DateTimeOffset end, decimal open, decimal high, decimal low, decimal close, long volume = 1_000_000, Symbol? symbol = null)
    {
        if (end > Now) At(end);
        Lasts[symbol ?? Stock] = close;
        Exchange.OnBar(symbol ?? Stock, new Bar(start, end, Usd(open), Usd(high), Usd(low), Usd(close), volume));
        Drain();
    }

    public void Quote(decimal bid, decimal ask, decimal last, decimal size = 100)
    {
        At(Now.AddSeconds(1));
        Exchange.OnQuote(new Quote(Stock, Usd(bid), Usd(ask), Usd(last), size, size, Now));
        Drain();
    }

    public OrderTicket Ticket(OrderTerms terms, OrderRole role = OrderRole.Entry, Symbol? symbol = null)
    {
        var scope = new Scope("sim", "test", symbol ?? Stock);
        var trade = TradeId.Of(MessageId.From("signal", ++_tickets), Today.Open, scope);
        return new OrderTicket(new OrderId(trade, role, 1), trade, scope, role, terms);
    }

    /// <summary>An entry with a stop, and a target where one is given.</summary>
    public OrderTicket Bracket(OrderTerms entry, OrderTerms stop, OrderTerms? target = null, Symbol? symbol = null)
    {
        var parent = Ticket(entry, symbol: symbol);
        var first = Attached(parent, OrderRole.Stop, stop);
        if (target is null) return parent with { Attached = [first] };
        var second = Attached(parent, OrderRole.Target, target);
        return parent with { Attached = [first with { Link = second.Id }, second with { Link = first.Id }] };
    }

    public BrokerAnswer<BrokerOrder> Submit(OrderTicket ticket)
    {
        var answer = Told(Exchange.SubmitAsync(ticket, default));
        Drain();
        return answer;
    }

    /// <summary>Sends an order that is taken.</summary>
    public OrderTicket Send(OrderTerms terms, OrderRole role = OrderRole.Entry, Symbol? symbol = null) => Send(Ticket(terms, role, symbol));

    public OrderTicket Send(OrderTicket ticket)
    {
        var answer = Submit(ticket);
        Assert.True(answer.IsDone, $"{answer.Code}: {answer.Reason}");
        Assert.Equal(OrderState.Accepted, answer.Value!.State);
        return ticket;
    }

    /// <summary>Sends an order that is refused.</summary>
    public string Refused(OrderTerms terms, Symbol? symbol = null) => Refused(Ticket(terms, symbol: symbol));

    public string Refused(OrderTicket ticket)
    {
        var answer = Submit(ticket);
        Assert.Equal(BrokerOutcome.Refused, answer.Outcome);
        Assert.NotEmpty(answer.Reason);
        return answer.Code;
    }

    public BrokerAnswer<BrokerOrder> Cancel(string clientOrderId)
    {
        var answer = Told(Exchange.CancelAsync(clientOrderId, null, default));
        Drain();
        return answer;
    }

    public BrokerAnswer<BrokerOrder> Replace(string clientOrderId, string newClientOrderId, OrderTerms terms)
    {
        var answer = Told(Exchange.ReplaceAsync(clientOrderId, null, newClientOrderId, terms, default));
        Drain();
        return answer;
    }

    public BrokerAnswer<BrokerOrder> Find(string clientOrderId, string? brokerOrderId = null) => Told(Exchange.FindAsync(clientOrderId, brokerOrderId, default));

    public BrokerOrder Order(OrderTicket ticket) => Find(ticket.Id.Value).Value!;

    public ImmutableArray<BrokerOrder> Orders(DateTimeOffset since = default) => Told(Exchange.OrdersAsync(since, default)).Value;

    public OrderState? State(OrderTicket ticket) => Order(ticket).State;

    /// <summary>The only fill of an order.</summary>
    public Fill Fill(OrderTicket ticket) => Assert.Single(Order(ticket).Fills);

    public BrokerAccount Account => Told(Exchange.AccountAsync(default)).Value!;

    public ImmutableArray<BrokerPosition> Positions => Told(Exchange.PositionsAsync(default)).Value;

    public decimal Held => Exchange.PositionOf(Stock)?.Quantity ?? 0;

    /// <summary>Buys shares at a price, so that there is a position.</summary>
    public void Own(decimal quantity, decimal price)
    {
        Send(OrderTerms.Market(quantity > 0 ? OrderSide.Buy : OrderSide.SellShort, Math.Abs(quantity)));
        Minute(price);
    }

    public static OrderTerms Buy(decimal quantity) => OrderTerms.Market(OrderSide.Buy, quantity);

    public static OrderTerms Sell(decimal quantity) => OrderTerms.Market(OrderSide.Sell, quantity);

    public static OrderTerms SellStop(decimal quantity, decimal stop) => OrderTerms.Stop(OrderSide.Sell, quantity, Usd(stop));

    public static OrderTerms SellLimit(decimal quantity, decimal limit) => OrderTerms.Limit(OrderSide.Sell, quantity, Usd(limit), TimeInForce.GoodTilCanceled);

    public static OrderTerms BuyLimit(decimal quantity, decimal limit, TimeInForce life = TimeInForce.GoodTilCanceled) =>
        OrderTerms.Limit(OrderSide.Buy, quantity, Usd(limit), life);

    public static Price Usd(decimal dollars) => Price.FromDecimal(dollars);

    private static OrderTicket Attached(OrderTicket parent, OrderRole role, OrderTerms terms) =>
        new(new OrderId(parent.TradeId, role, 1), parent.TradeId, parent.Scope, role, terms) { Parent = parent.Id };

    private static T Told<T>(ValueTask<T> call)
    {
        Assert.True(call.IsCompletedSuccessfully);
        return call.Result;
    }

    private void Drain()
    {
        while (Exchange.TryTakeUpdate(out var update)) News.Add(update);
    }
}
