using Trading.Messages;

namespace Trading.Orders;

/// <summary>Send the order to the broker.</summary>
/// <param name="IsRetry">Whether it may have been sent before, so that the broker is asked for the client order id first.</param>
public sealed record SubmitRequested(OrderTicket Ticket, bool IsRetry) : Payload;
