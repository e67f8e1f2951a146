using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Exchange;
using Trading.Trades;

namespace Trading.FakeBrokers.Books;

/// <summary>An account at a fake broker: a simulated exchange behind it, and the orders as the broker shows them.</summary>
/// <remarks>The fills are those of <see cref="SimulatedExchange"/>. All members take the market's gate.</remarks>
public sealed class FakeAccount
{
    private readonly FakeMarket _market;
    private readonly string _name;
    private readonly List<BookOrder> _orders = [];
    private readonly Dictionary<string, BookOrder> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BookOrder> _byClientId = new(StringComparer.Ordinal);
    private readonly List<BookOrder> _cancelsInFlight = [];
    private long _fills;

    public FakeAccount(string number, FakeMarket market, ExchangeOptions? options = null)
    {
        Number = number;
        _market = market;
        _name = "fake";
        options ??= new ExchangeOptions { Fills = new UnlimitedFills() };
        Fills = new CappedFills(options.Fills);
        Exchange = new SimulatedExchange(_name, market.Calendar, market.Time, options with { Fills = Fills });
        StartedAt = market.Now;
        market.Add(this);
    }

    /// <summary>The account's number at the broker.</summary>
    public string Number { get; }

    public DateTimeOffset StartedAt { get; }

    public SimulatedExchange Exchange { get; }

    /// <summary>How many shares the market has for the account's orders.</summary>
    public CappedFills Fills { get; }

    /// <summary>Hears what happens to the orders, under the market's gate, in the order in which it happens.</summary>
    public event Action<BookNews>? Told;

    public IReadOnlyList<BookOrder> Orders
    {
        get { lock (_market.Gate) return [.. _orders]; }
    }

    public BookOrder? Find(string clientOrderId)
    {
        lock (_market.Gate) return _byClientId.GetValueOrDefault(clientOrderId);
    }

    public BookOrder? Find(Guid id)
    {
        lock (_market.Gate) return _orders.Find(order => order.Id == id);
    }

    public BookOrder? Find(long number)
    {
        lock (_market.Gate) return number >= 1 && number <= _orders.Count ? _orders[(int)number - 1] : null;
    }

    public BrokerAccount Balance()
    {
        lock (_market.Gate) return Finish(Exchange.AccountAsync(default)).Value!;
    }

    public ImmutableArray<BrokerPosition> Positions()
    {
        lock (_market.Gate) return Finish(Exchange.PositionsAsync(default)).Value;
    }

    /// <summary>Shares of a symbol held, with their sign.</summary>
    public decimal Held(Symbol symbol) => Exchange.PositionOf(symbol)?.Quantity ?? 0;

    public BookAnswer Submit(BookTicket request)
    {
        lock (_market.Gate)
        {
            if (request.ClientOrderId is { } id && _byClientId.TryGetValue(id, out var known))
                return new(BrokerOutcome.AlreadyExists, known, "", $"{id} is there already");
            var terms = request.Terms with { Side = SideOf(request) };
            var order = Make(request.ClientOrderId, request.Symbol, terms, terms.Side.IsOpening() ? OrderRole.Entry : OrderRole.Exit, request.Class);
            var made = new List<BookOrder> { order };
            foreach (var leg in request.Legs)
            {
                var closing = request.IsPair ? terms.Side : terms.Side.IsBuy() ? OrderSide.Sell : OrderSide.BuyToCover;
                var attached = Make(leg.ClientOrderId, request.Symbol, leg.Terms with { Side = closing }, leg.Role, request.Class);
                attached.Parent = order;
                order.Legs.Add(attached);
                made.Add(attached);
            }
            var answer = request.IsPair ? SubmitPair(order) : Finish(Exchange.SubmitAsync(Ticket(order), default));
            if (answer.IsDone)
            {
                Drain();
                return BookAnswer.Done(order);
            }
            foreach (var gone in made) Forget(gone);
            return new(answer.Outcome, null, answer.Code, answer.Reason);
        }
    }

    /// <summary>Cancels an order.</summary>
    /// <param name="fillsLate">Whether the exchange still works it until the next bar, though the broker says that it is canceled.</param>
    public BookAnswer Cancel(BookOrder order, bool fillsLate = false)
    {
        lock (_market.Gate)
        {
            if (!order.IsOpen) return new(BrokerOutcome.NoLongerOpen, order, "", $"order is already in \"{order.State}\" state");
            if (fillsLate && !order.IsHeld)
            {
                order.IsCancelInFlight = true;
                _cancelsInFlight.Add(order);
                End(order, OrderState.Canceled, "canceled on request", BookNewsKind.Canceled, _market.Now);
                return BookAnswer.Done(order);
            }
            var answer = Finish(Exchange.CancelAsync(order.Key, null, default));
            Drain();
            return answer.IsDone ? BookAnswer.Done(order) : new(answer.Outcome, order, answer.Code, answer.Reason);
        }
    }

    public BookAnswer Replace(BookOrder order, string? clientOrderId, OrderTerms terms)
    {
        lock (_market.Gate)
        {
            if (clientOrderId is not null && _byClientId.TryGetValue(clientOrderId, out var known)) return new(BrokerOutcome.AlreadyExists, known, "", "it is there already");
            if (!order.IsOpen) return new(BrokerOutcome.NoLongerOpen, order, "", $"order is already in \"{order.State}\" state");
            var next = Make(clientOrderId, order.Symbol, terms with { Side = order.Terms.Side }, order.Role, order.Class);
            var answer = Finish(Exchange.ReplaceAsync(order.Key, null, next.Key, next.Terms, default));
            if (!answer.IsDone)
            {
                Forget(next);
                return new(answer.Outcome, order, answer.Code, answer.Reason);
            }
            next.TakeOver(order);
            next.Terms = answer.Value!.Terms;
            order.UpdatedAt = _market.Now;
            Say(BookNewsKind.Replaced, order, null, _market.Now);
            Drain();
            return BookAnswer.Done(next);
        }
    }

    internal void OnBar(Symbol symbol, in Bar bar)
    {
        Exchange.OnBar(symbol, bar);
        Drain();
        FinishCancels(symbol);
    }

    internal void OnQuote(Quote quote)
    {
        Exchange.OnQuote(quote);
        Drain();
        FinishCancels(quote.Symbol);
    }

    internal void OnTime()
    {
        Exchange.OnTime();
        Drain();
    }

    private void FinishCancels(Symbol symbol)
    {
        foreach (var order in _cancelsInFlight.Where(order => order.Symbol == symbol).ToArray())
        {
            _cancelsInFlight.Remove(order);
            Finish(Exchange.CancelAsync(order.Key, null, default));
            Drain();
            order.IsCancelInFlight = false;
        }
    }

    /// <summary>A limit order with a stop beside it: the exchange is told of both, each naming the other.</summary>
    private BrokerAnswer<BrokerOrder> SubmitPair(BookOrder order)
    {
        var first = Finish(Exchange.SubmitAsync(Ticket(order, withLegs: false) with { Link = OrderId.Parse(order.Legs[0].Key) }, default));
        if (!first.IsDone) return first;
        var second = Finish(Exchange.SubmitAsync(Ticket(order.Legs[0], withLegs: false) with { Link = OrderId.Parse(order.Key) }, default));
        if (second.IsDone) return first;
        Finish(Exchange.CancelAsync(order.Key, null, default));
        while (Exchange.TryTakeUpdate(out _)) { }
        return second;
    }

    private OrderTicket Ticket(BookOrder order, bool withLegs = true)
    {
        var id = OrderId.Parse(order.Key);
        var scope = new Scope(_name, "book", order.Symbol);
        return new OrderTicket(id, order.Trade, scope, order.Role, order.Terms)
        {
            Attached = withLegs ? [.. order.Legs.Select(leg => Ticket(leg, withLegs: false) with { Parent = id })] : [],
        };
    }

    /// <summary>Brokers that know only buy and sell tell opening from closing by what is held.</summary>
    private OrderSide SideOf(BookTicket request)
    {
        if (request.SaysSide) return request.Terms.Side;
        var held = Held(request.Symbol);
        return request.Terms.Side.IsBuy()
            ? held < 0 ? OrderSide.BuyToCover : OrderSide.Buy
            : held > 0 || request.Terms.Side == OrderSide.Sell && request.IsPair ? OrderSide.Sell : OrderSide.SellShort;
    }

    private BookOrder Make(string? clientOrderId, Symbol symbol, OrderTerms terms, OrderRole role, string orderClass)
    {
        var number = _orders.Count + 1L;
        var trade = TradeId.Of(MessageId.From($"{Number}/{number}"), _market.Now, new Scope(_name, "book", symbol));
        var made = new BookOrder(
            number, trade, clientOrderId ?? new Guid((int)number, 0x77c1, 0x4a2b, [0x9d, 0x11, 0, 0, 0, 0, 0, 2]).ToString(), symbol, terms, role, _market.Now)
        {
            Class = orderClass,
        };
        _orders.Add(made);
        _byKey.Add(made.Key, made);
        _byClientId.Add(made.ClientOrderId, made);
        return made;
    }

    private void Forget(BookOrder order)
    {
        _orders.Remove(order);
        _byKey.Remove(order.Key);
        _byClientId.Remove(order.ClientOrderId);
    }

    private void Drain()
    {
        while (Exchange.TryTakeUpdate(out var update))
            if (_byKey.TryGetValue(update.ClientOrderId, out var order)) Note(order, update);
    }

    private void Note(BookOrder order, BrokerUpdate update)
    {
        if (update.Fill is { } fill)
        {
            order.Add(fill with { ExecutionId = $"{++_fills:x8}-2e3a-4c6b-a1d2-000000000003" });
            if (update.State is { } filled && (!order.IsCancelInFlight || filled == OrderState.Filled)) order.State = filled;
            order.UpdatedAt = update.Time;
            if (order.State == OrderState.Filled) order.EndedAt = update.Time;
            Say(update.State == OrderState.Filled ? BookNewsKind.Filled : BookNewsKind.PartiallyFilled, order, order.Fills[^1], update.Time);
            return;
        }
        if (update.Terms is { } terms)
        {
            var kind = order.Replaces is not null && !order.IsAnnounced ? BookNewsKind.Working : BookNewsKind.Resized;
            order.IsAnnounced = true;
            order.Terms = terms;
            order.UpdatedAt = update.Time;
            Say(kind, order, null, update.Time);
            return;
        }
        switch (update.State)
        {
            case OrderState.Accepted:
                order.State = OrderState.Accepted;
                order.UpdatedAt = update.Time;
                Say(BookNewsKind.Working, order, null, update.Time);
                break;
            case OrderState.Canceled when !order.IsCancelInFlight:
                End(order, OrderState.Canceled, update.Reason, BookNewsKind.Canceled, update.Time);
                break;
            case OrderState.Expired:
                End(order, OrderState.Expired, update.Reason, BookNewsKind.Expired, update.Time);
                break;
            case OrderState.Rejected:
                End(order, OrderState.Rejected, update.Reason, BookNewsKind.Rejected, update.Time);
                break;
        }
    }

    private void End(BookOrder order, OrderState state, string reason, BookNewsKind kind, DateTimeOffset at)
    {
        order.State = state;
        order.Reason = reason;
        order.UpdatedAt = at;
        order.EndedAt = at;
        Say(kind, order, null, at);
    }

    private void Say(BookNewsKind kind, BookOrder order, Fill? fill, DateTimeOffset at) =>
        Told?.Invoke(new BookNews(kind, order, fill, order.Filled, Held(order.Symbol), at));

    private static T Finish<T>(ValueTask<T> done) => done.GetAwaiter().GetResult();
}
