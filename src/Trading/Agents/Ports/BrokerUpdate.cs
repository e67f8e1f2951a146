using Trading.Orders;

namespace Trading.Agents.Ports;

/// <summary>News of one order from the broker's stream, or found by asking. May come late, twice, or out of order.</summary>
/// <param name="ClientOrderId">Ours; the order is known by it.</param>
/// <param name="State">What the news says the order is now; null where the news is a replacement or an unknown status.</param>
/// <param name="Fill">The execution the news tells of.</param>
/// <param name="TotalFilled">Shares filled so far by the broker's count.</param>
/// <param name="Terms">The terms it is worked on, where they changed.</param>
/// <param name="Reason">The broker's words for a refusal, cancel or expiry.</param>
public sealed record BrokerUpdate(
    string ClientOrderId,
    string BrokerOrderId,
    OrderState? State,
    Fill? Fill,
    decimal TotalFilled,
    OrderTerms? Terms,
    string Reason,
    DateTimeOffset Time);
