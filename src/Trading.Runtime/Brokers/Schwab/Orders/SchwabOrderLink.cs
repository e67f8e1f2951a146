using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Orders;

namespace Trading.Runtime.Brokers.Schwab.Orders;

/// <summary>What we know of one order sent to Schwab, which keeps no client order id. Written before the order is sent.</summary>
public sealed record SchwabOrderLink
{
    public required string ClientOrderId { get; init; }

    public required Symbol Symbol { get; init; }

    /// <summary>The terms that were asked for; their quantity counts what predecessors filled.</summary>
    public required OrderTerms Terms { get; init; }

    /// <summary>When it was first about to be sent, in UTC.</summary>
    public required DateTimeOffset FirstSentAt { get; init; }

    /// <summary>When it was last about to be sent, in UTC.</summary>
    public required DateTimeOffset LastSentAt { get; init; }

    /// <summary>The client order ids of what is attached, in the order of the ticket.</summary>
    public ImmutableArray<string> Attached { get; init; } = [];

    /// <summary>The terms of what is attached, alike.</summary>
    public ImmutableArray<OrderTerms> AttachedTerms { get; init; } = [];

    /// <summary>The client order id of the order it is attached to.</summary>
    public string? Parent { get; init; }

    /// <summary>Schwab's id of the order it takes the place of.</summary>
    public string? Replaces { get; init; }

    /// <summary>The executions of all its predecessors; null until they are known to be over.</summary>
    public ImmutableArray<Fill>? PriorFills { get; init; }

    /// <summary>Shares taken off the order as it was sent, for what its predecessors had filled.</summary>
    public decimal TakenOff { get; init; }

    /// <summary>Schwab's id, once known for sure.</summary>
    public string? BrokerOrderId { get; init; }

    /// <summary>The id of a <c>Location</c> header that has not been checked.</summary>
    public string? Hint { get; init; }

    /// <summary>Whether a sending of it may have reached Schwab without our hearing of it.</summary>
    public bool IsUnanswered { get; init; }

    /// <summary>Schwab's id of the order that took its place.</summary>
    public string? ReplacedBy { get; init; }
}
