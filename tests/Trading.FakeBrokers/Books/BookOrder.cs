using Trading.MarketData;
using Trading.Orders;
using Trading.Trades;

namespace Trading.FakeBrokers.Books;

/// <summary>One order as a fake broker keeps it. Changed under the market's gate alone.</summary>
public sealed class BookOrder
{
    private readonly List<Fill> _fills = [];

    internal BookOrder(long number, TradeId trade, string clientOrderId, Symbol symbol, OrderTerms terms, OrderRole role, DateTimeOffset at)
    {
        Number = number;
        Trade = trade;
        Key = new OrderId(trade, role, 1).Value;
        ClientOrderId = clientOrderId;
        Symbol = symbol;
        Terms = terms;
        Role = role;
        SubmittedAt = UpdatedAt = at;
        Id = new Guid((int)number, 0x4b1d, 0x4f5a, [0x8f, 0x0e, 0, 0, 0, 0, 0, 1]);
    }

    /// <summary>Counts the account's orders; the id at brokers that number them.</summary>
    public long Number { get; }

    /// <summary>The id at brokers that use GUIDs; made from <see cref="Number"/>, so that a run can be repeated.</summary>
    public Guid Id { get; }

    /// <summary>The id the order has at the exchange behind the fake.</summary>
    internal string Key { get; }

    internal TradeId Trade { get; }

    public string ClientOrderId { get; }
    public Symbol Symbol { get; }
    public OrderTerms Terms { get; internal set; }
    public OrderRole Role { get; }

    /// <summary>What kind of order it was sent as: simple, bracket, oto or oco, in the broker's own word.</summary>
    public string Class { get; internal set; } = "";

    public OrderState State { get; internal set; } = OrderState.PendingSubmission;
    public string Reason { get; internal set; } = "";
    public DateTimeOffset SubmittedAt { get; }
    public DateTimeOffset UpdatedAt { get; internal set; }
    public DateTimeOffset? EndedAt { get; internal set; }

    public BookOrder? Parent { get; internal set; }
    public List<BookOrder> Legs { get; } = [];
    public BookOrder? ReplacedBy { get; internal set; }
    public BookOrder? Replaces { get; internal set; }

    public IReadOnlyList<Fill> Fills => _fills;
    public decimal Filled { get; private set; }
    public decimal FilledValue { get; private set; }
    public decimal? AveragePrice => Filled == 0 ? null : decimal.Round(FilledValue / Filled, 8);
    public decimal Remaining => Terms.Quantity - Filled;

    /// <summary>Whether it waits for its parent to fill.</summary>
    public bool IsHeld => State == OrderState.PendingSubmission;

    public bool IsOpen => ReplacedBy is null && !State.IsEnded();

    /// <summary>Whether the broker has said that it is canceled while the exchange still works it, so that a fill comes late.</summary>
    public bool IsCancelInFlight { get; internal set; }

    /// <summary>Whether the exchange has told that it works this order in place of another.</summary>
    internal bool IsAnnounced { get; set; }

    internal void Add(Fill fill)
    {
        _fills.Add(fill);
        Filled += fill.Quantity;
        FilledValue += fill.Quantity * fill.Price;
    }

    /// <summary>What was filled stays with the order that takes its place, as in a FIX cancel and replace.</summary>
    internal void TakeOver(BookOrder replaced)
    {
        State = replaced.State;
        Filled = replaced.Filled;
        FilledValue = replaced.FilledValue;
        Class = replaced.Class;
        Parent = replaced.Parent;
        Legs.AddRange(replaced.Legs);
        foreach (var leg in Legs) leg.Parent = this;
        if (Parent is not null) Parent.Legs[Parent.Legs.IndexOf(replaced)] = this;
        Replaces = replaced;
        replaced.ReplacedBy = this;
    }
}
