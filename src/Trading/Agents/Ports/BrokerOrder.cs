using System.Collections.Immutable;
using Trading.Orders;

namespace Trading.Agents.Ports;

/// <summary>An order as the broker has it.</summary>
/// <param name="State">Ours for the broker's status, or null for a status the table does not know: then nothing is concluded from it.</param>
/// <param name="Status">The broker's own word.</param>
/// <param name="Fills">Every execution, where the broker tells them; else one for each growth of <paramref name="Filled"/>.</param>
/// <param name="ReplacedBy">The broker's id of the order that took its place.</param>
/// <param name="Legs">The attached orders, with their own client order ids where the broker gives them ours, else by role.</param>
public sealed record BrokerOrder(
    string BrokerOrderId,
    string ClientOrderId,
    OrderState? State,
    string Status,
    OrderTerms Terms,
    decimal Filled,
    ImmutableArray<Fill> Fills,
    string Reason,
    DateTimeOffset UpdatedAt,
    string? ReplacedBy,
    ImmutableArray<BrokerOrder> Legs);
