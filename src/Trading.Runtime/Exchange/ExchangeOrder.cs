using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Orders;

namespace Trading.Runtime.Exchange;

/// <summary>One order at the exchange. Times are ticks of UTC, prices units of a <see cref="Price"/>.</summary>
internal sealed class ExchangeOrder
{
    private ImmutableArray<Fill> _fills = [];

    // Out of reach of every price, and within reach of every price.
    private const long Never = long.MaxValue;
    private const long Always = long.MinValue;

    private long _reachAbove = Never;
    private long _reachBelow = Always;

    public ExchangeOrder(OrderTicket ticket, SymbolBook book, string clientOrderId, string brokerOrderId, long sequence)
    {
        Ticket = ticket;
        Book = book;
        ClientOrderId = clientOrderId;
        BrokerOrderId = brokerOrderId;
        Sequence = sequence;
        Terms = ticket.Terms;
        IsBuy = Terms.Side.IsBuy();
    }

    public OrderTicket Ticket { get; }
    public SymbolBook Book { get; }
    public string ClientOrderId { get; }
    public string BrokerOrderId { get; }

    /// <summary>Counts the orders taken.</summary>
    public long Sequence { get; }

    public bool IsBuy { get; }
    public OrderTerms Terms { get; private set; }
    public OrderState State { get; private set; } = OrderState.PendingSubmission;
    public string Reason { get; private set; } = "";
    public long UpdatedAt { get; private set; }
    public string? ReplacedBy { get; private set; }

    public decimal Filled { get; private set; }
    public decimal FilledValue { get; private set; }
    public decimal Fees { get; private set; }
    public int Executions => _fills.Length;
    public decimal Remaining => Terms.Quantity - Filled;

    public ExchangeOrder? Parent { get; set; }
    public ExchangeOrder[] Attached { get; set; } = [];

    /// <summary>The other side of the pair of which only one is to trade.</summary>
    public ExchangeOrder? Other { get; set; }

    /// <summary>The equity that each share not yet traded ties up, in dollars; null where no price was known to reckon with.</summary>
    public decimal? TiedPerShare { get; set; } = 0;

    /// <summary>The most shares an attached order grows to.</summary>
    public decimal SizeLimit { get; set; } = decimal.MaxValue;

    public long TakenAt { get; private set; }
    public long ExpiresAt { get; private set; } = long.MaxValue;
    public long AuctionAt { get; private set; }

    /// <summary>The limit; zero for an order that takes any price.</summary>
    public long Limit { get; private set; }

    /// <summary>The stop; for a trailing stop where it has come to.</summary>
    public long Stop { get; private set; }

    /// <summary>The best price a trailing stop has seen; zero before the first.</summary>
    public long Best { get; private set; }

    /// <summary>When the stop was triggered; zero while it waits.</summary>
    public long TriggeredAt { get; private set; }

    public bool IsTrailing => Terms.Type == OrderType.TrailingStop;
    public bool WaitsForTrigger => TriggeredAt == 0 && Terms.Type is OrderType.Stop or OrderType.StopLimit or OrderType.TrailingStop;
    public bool IsImmediate => Terms.TimeInForce is TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill;
    public bool IsHeld => State == OrderState.PendingSubmission;
    public bool IsEnded => ReplacedBy is not null || State.IsEnded();

    /// <summary>Whether the order may trade in what starts at a time: no earlier than it was taken, and in its hours.</summary>
    public bool IsEligible(long start, bool isRegular) => start >= TakenAt && (isRegular || Terms.ExtendedHours);

    /// <summary>Whether anything can happen to the order between two prices. Asked for every bar.</summary>
    public bool IsInReach(long low, long high) => high >= _reachAbove || low <= _reachBelow;

    public bool IsTriggeredBy(long price) => IsBuy ? price >= Stop : price <= Stop;

    /// <summary>Whether the order trades when this is the price to be had.</summary>
    public bool Takes(long price) => Limit == 0 || (IsBuy ? price <= Limit : price >= Limit);

    public void BringToLife() => State = OrderState.Accepted;

    public void Enter(long takenAt, (long ExpiresAt, long AuctionAt) life)
    {
        TakenAt = takenAt;
        (ExpiresAt, AuctionAt) = life;
    }

    public void Work(OrderTerms terms)
    {
        Terms = terms;
        Limit = terms.LimitPrice?.Units ?? 0;
        if (!IsTrailing) Stop = terms.StopPrice?.Units ?? 0;
        Aim();
    }

    public void Resize(decimal quantity) => Terms = Terms with { Quantity = quantity };

    public void Trigger(long time)
    {
        TriggeredAt = time;
        Aim();
    }

    /// <summary>Moves a trailing stop after the best price seen; it never steps back.</summary>
    public void Follow(long price)
    {
        if (Best == 0 || (IsBuy ? price < Best : price > Best)) FollowFrom(price);
    }

    public void FollowFrom(long price)
    {
        Best = price;
        Stop = Terms.Trail!.StopFrom(Price.FromUnits(price), isSell: !IsBuy).Units;
        Aim();
    }

    /// <summary>The same order in new shares: <paramref name="to"/> of them for every <paramref name="from"/> old ones.</summary>
    public void Split(int to, int from, bool allowsFractions)
    {
        var rest = Remaining * to / from;
        if (!allowsFractions) rest = decimal.Truncate(rest);
        if (SizeLimit != decimal.MaxValue) SizeLimit = SizeLimit * to / from;
        Best = Scaled(Price.FromUnits(Best), to, from).Units;
        Work(Terms with
        {
            Quantity = Filled + rest,
            LimitPrice = Terms.LimitPrice is { } limit ? OnTick(Scaled(limit, to, from)) : null,
            StopPrice = Terms.StopPrice is { } stop ? OnTick(Scaled(stop, to, from)) : null,
            Trail = Terms.Trail is { Amount: { } amount } ? Trail.OfAmount(Scaled(amount, to, from)) : Terms.Trail,
        });
        if (IsTrailing && Best > 0) FollowFrom(Best);
    }

    public void Add(Fill fill)
    {
        _fills = _fills.Add(fill);
        Filled += fill.Quantity;
        FilledValue += fill.Quantity * fill.Price;
        Fees += fill.Fee;
        State = Remaining <= 0 ? OrderState.Filled : OrderState.PartiallyFilled;
    }

    public void End(OrderState state, string reason)
    {
        State = state;
        Reason = reason;
    }

    public void Touch(long time) => UpdatedAt = time;

    /// <summary>Hands all that the order is over to the one that takes its place.</summary>
    public ExchangeOrder ReplaceWith(string clientOrderId, string brokerOrderId, long sequence)
    {
        var next = new ExchangeOrder(Ticket, Book, clientOrderId, brokerOrderId, sequence)
        {
            State = State, Filled = Filled, FilledValue = FilledValue, Fees = Fees, Best = Best,
            Parent = Parent, Attached = Attached, Other = Other, SizeLimit = SizeLimit,
        };
        next._fills = _fills;
        foreach (var attached in Attached) attached.Parent = next;
        if (Other is not null) Other.Other = next;
        if (Parent is not null) Parent.Attached[Array.IndexOf(Parent.Attached, this)] = next;
        (Parent, Attached, Other) = (null, [], null);
        ReplacedBy = brokerOrderId;
        return next;
    }

    public BrokerOrder ToBrokerOrder() => new(
        BrokerOrderId, ClientOrderId, ReplacedBy is null ? State : null, Status, Terms, Filled, _fills, Reason,
        Moment.TimeOf(UpdatedAt), ReplacedBy, Attached.Length == 0 ? [] : [.. Attached.Select(attached => attached.ToBrokerOrder())]);

    private string Status => this switch
    {
        { ReplacedBy: not null } => "replaced",
        { State: OrderState.PendingSubmission } => "held",
        { State: OrderState.PartiallyFilled } => "partially_filled",
        { State: OrderState.Filled } => "filled",
        { State: OrderState.Canceled } => "canceled",
        { State: OrderState.Rejected } => "rejected",
        { State: OrderState.Expired } => "expired",
        _ => "accepted",
    };

    private static Price Scaled(Price price, int to, int from) => Price.FromDecimal(price.ToDecimal() * from / to);

    private Price OnTick(Price price) => IsBuy ? price.RoundDown(price.TickSize()) : price.RoundUp(price.TickSize());

    private void Aim()
    {
        (_reachBelow, _reachAbove) = (Always, Never);
        var rests = Terms.TimeInForce is TimeInForce.Day or TimeInForce.GoodTilCanceled;
        var level = WaitsForTrigger ? Stop : Limit;
        if (!rests || level == 0) _reachAbove = Always;
        else if (WaitsForTrigger == IsBuy) _reachAbove = level;
        else _reachBelow = level;
    }
}
