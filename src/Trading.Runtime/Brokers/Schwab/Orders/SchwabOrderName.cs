namespace Trading.Runtime.Brokers.Schwab.Orders;

/// <summary>Which of our orders an order at Schwab is.</summary>
public sealed record SchwabOrderName(string ClientOrderId);
