using Trading.Agents.Ports;
using Trading.Orders;

namespace Trading.Tests.Lifecycles;

/// <summary>An order as the model of a broker keeps it.</summary>
internal sealed class ModelOrder(OrderTicket ticket, string clientOrderId, string brokerOrderId)
{
    public OrderTicket Ticket { get; } = ticket;
    public string ClientOrderId { get; } = clientOrderId;
    public string BrokerOrderId { get; } = brokerOrderId;
    public OrderTerms Terms { get; set; } = ticket.Terms;

    /// <summary>Held, with a parent that has not filled, while <see cref="OrderState.PendingSubmission"/>.</summary>
    public OrderState State { get; set; } = OrderState.PendingSubmission;

    public List<Fill> Fills { get; } = [];
    public decimal Filled { get; set; }
    public string? ReplacedBy { get; set; }
    public ModelOrder? Parent { get; set; }
    public ModelOrder? Other { get; set; }
    public bool IsBeingCanceled { get; set; }

    public decimal Remaining => Terms.Quantity - Filled;
    public bool IsOver => ReplacedBy is not null || State.IsEnded();
    public bool IsLive => !IsOver && State != OrderState.PendingSubmission;

    public BrokerOrder ToBrokerOrder(IEnumerable<ModelOrder> legs) => new(
        BrokerOrderId, ClientOrderId, ReplacedBy is null ? State : null, "", Terms, Filled, [.. Fills], "", default, ReplacedBy,
        [.. legs.Select(leg => leg.ToBrokerOrder([]))]);
}
