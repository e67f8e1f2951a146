namespace Trading.Runtime.Brokers.Schwab.Wire;

/// <summary>An order as Schwab takes it and tells it. What is null is not sent.</summary>
internal sealed record WireOrder
{
    public string? Session { get; init; }
    public string? Duration { get; init; }
    public string? OrderType { get; init; }
    public decimal? Price { get; init; }
    public decimal? StopPrice { get; init; }
    public string? StopPriceLinkBasis { get; init; }
    public string? StopPriceLinkType { get; init; }
    public decimal? StopPriceOffset { get; init; }
    public decimal? Quantity { get; init; }
    public decimal? FilledQuantity { get; init; }
    public decimal? RemainingQuantity { get; init; }
    public WireOrderLeg[]? OrderLegCollection { get; init; }
    public string? OrderStrategyType { get; init; }
    public long? OrderId { get; init; }
    public string? Status { get; init; }
    public string? StatusDescription { get; init; }
    public string? EnteredTime { get; init; }
    public string? CloseTime { get; init; }
    public WireActivity[]? OrderActivityCollection { get; init; }
    public WireOrder[]? ReplacingOrderCollection { get; init; }
    public WireOrder[]? ChildOrderStrategies { get; init; }
}

internal sealed record WireOrderLeg(string? Instruction, decimal? Quantity, WireInstrument? Instrument);

internal sealed record WireInstrument(string? Symbol, string? AssetType);

internal sealed record WireActivity(long? ActivityId, string? ActivityType, string? ExecutionType, decimal? Quantity, decimal? OrderRemainingQuantity, WireExecution[]? ExecutionLegs);

internal sealed record WireExecution(int? LegId, decimal? Quantity, decimal? Price, string? Time);
