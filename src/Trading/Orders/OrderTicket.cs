using System.Collections.Immutable;
using Trading.Lifecycles;
using Trading.Messages;
using Trading.Trades;

namespace Trading.Orders;

/// <summary>The intent to place an order, with the orders that hang on it.</summary>
/// <remarks>
/// <see cref="Attached"/> orders rest at the broker and come alive as the parent fills: one makes an OTO, a stop and a target
/// a bracket. <see cref="Link"/> names the order of which this one is the other side of an OCO: a fill of one cancels the
/// other.
/// </remarks>
public sealed record OrderTicket(OrderId Id, TradeId TradeId, Scope Scope, OrderRole Role, OrderTerms Terms)
{
    private readonly OrderId _parent;
    private readonly OrderId _link;
    private readonly OptionalTime _sendBy;

    /// <summary>Orders that the parent's fill brings to life, sized to what has filled.</summary>
    public ImmutableArray<OrderTicket> Attached { get; init; } = [];

    /// <summary>The order whose fill brings this one to life; null for an order sent on its own.</summary>
    public OrderId? Parent { get => OrderId.OrNull(_parent); init => _parent = value ?? default; }

    /// <summary>The other side of an OCO.</summary>
    public OrderId? Link { get => OrderId.OrNull(_link); init => _link = value ?? default; }

    /// <summary>The last moment at which it may be sent, in UTC; null for an order that is wanted whenever it can be sent.</summary>
    public DateTimeOffset? SendBy { get => _sendBy; init => _sendBy = value; }

    /// <summary>How long the broker may take to answer before the order is looked up.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What is wrong with the ticket or what hangs on it, or null when it is sound.</summary>
    public string? Problem()
    {
        if (Terms.Problem() is { } problem) return $"{Id}: {problem}";
        foreach (var attached in Attached)
        {
            if (attached.Parent != Id) return $"{attached.Id}: is attached to {Id} and must name it as its parent";
            if (attached.Terms.Side.IsBuy() == Terms.Side.IsBuy()) return $"{attached.Id}: an attached order is on the other side of its parent";
            if (attached.Problem() is { } inner) return inner;
        }
        return Attached.Length > 2 ? $"{Id}: a bracket has a stop and a target, not {Attached.Length} orders" : null;
    }
}
