using Trading.Orders;

namespace Trading.Runtime.Desks;

/// <summary>A call to the paper broker that changed something, kept so that it can be made again.</summary>
/// <param name="Bars">How many bars the exchange had been shown.</param>
/// <param name="Time">When it was made, in UTC.</param>
/// <param name="Ticket">The order, for a submit.</param>
/// <param name="ClientOrderId">The order, for a cancel or replace.</param>
internal sealed record PaperCall(
    long Bars, DateTimeOffset Time, OrderTicket? Ticket, string? ClientOrderId, string? BrokerOrderId, string? NewClientOrderId, OrderTerms? Terms);
