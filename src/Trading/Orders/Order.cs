using System.Collections.Immutable;
using Trading.Lifecycles;

namespace Trading.Orders;

/// <summary>The state of one order and all that happened to it. Changed by <see cref="OrderLifecycle"/> alone.</summary>
public sealed record Order
{
    private readonly OptionalTime _answerDue;
    private int _reports;
    private readonly long _fillsDueTicks;

    public required OrderTicket Ticket { get; init; }

    public OrderState State { get; init; }

    /// <summary>The terms it is worked on now; other than the ticket's after a replacement.</summary>
    public required OrderTerms Terms { get; init; }

    /// <summary>How many replacements were asked for; each gets a client order id of its own.</summary>
    public int Replacements { get; init; }

    /// <summary>Which of them the broker works; zero for the order as it was first sent.</summary>
    public int Replacement { get; init; }

    /// <summary>Whether the newest replacement was asked for and is neither done nor refused.</summary>
    public bool IsReplacing { get; init; }

    /// <summary>The broker's own id, once known; another after each replacement.</summary>
    public string? BrokerOrderId { get; init; }

    /// <summary>Shares filled, the sum of the booked fills.</summary>
    public decimal Filled { get; init; }

    /// <summary>The sum of quantity times price over the booked fills, in dollars.</summary>
    public decimal FilledValue { get; init; }

    public decimal Fees { get; init; }

    /// <summary>The ids of the booked executions, by which a fill told twice is known.</summary>
    public ImmutableArray<string> Executions { get; init; } = [];

    /// <summary>The broker's count of filled shares, where it is ahead of the booked fills.</summary>
    public decimal ReportedFilled { get; init; }

    /// <summary>The broker's count when it said that nothing is left to trade; null before.</summary>
    public decimal? FinalFilled { get; init; }

    public PendingChange? Pending { get; init; }

    /// <summary>When to look up an order that nobody has answered for, in UTC; null while nothing is awaited.</summary>
    public DateTimeOffset? AnswerDue { get => _answerDue; init => _answerDue = value; }

    /// <summary>When to look up missed fills again, in UTC; means something only while <see cref="MissesFills"/>.</summary>
    public DateTimeOffset FillsDue { get => new(_fillsDueTicks, TimeSpan.Zero); init => _fillsDueTicks = value.UtcTicks; }

    /// <summary>How many reports its trade has been given.</summary>
    public int Reports { get => _reports; init => _reports = value; }

    public History<OrderState> History { get; init; } = History<OrderState>.Empty;

    public OrderId Id => Ticket.Id;

    /// <summary>The client order id to ask the broker for: that of a replacement on its way, else the one the order has.</summary>
    public string ClientOrderId => Id.ClientOrderId(IsReplacing ? Replacements : Replacement);

    /// <summary>
    /// The client order id to ask the broker for when it is to say whether it has the order: while it was never heard of, not that of a
    /// replacement on its way, as not having that would be taken for not having the order.
    /// </summary>
    public string KnownClientOrderId => BrokerOrderId is null ? Id.ClientOrderId(Replacement) : ClientOrderId;

    /// <summary>Counts a report on an order that is still in the making, so that it need not be made twice.</summary>
    internal Order CountReport()
    {
        _reports++;
        return this;
    }

    public decimal Remaining => Terms.Quantity - Filled;

    /// <summary>Dollars a share over all fills; zero before the first.</summary>
    public decimal AveragePrice => Filled == 0 ? 0 : FilledValue / Filled;

    /// <summary>
    /// Whether its size is ours alone to say, so that it is known to be filled without the broker's word. The broker sizes attached orders, and
    /// news of a replacement may come after the fills that followed it.
    /// </summary>
    public bool HasFixedSize => Ticket.Parent is null && Replacements == 0 && Replacement == 0;

    /// <summary>Whether the broker counts more filled shares than have been booked.</summary>
    public bool MissesFills => ReportedFilled > Filled;
}
