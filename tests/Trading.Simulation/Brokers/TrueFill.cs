using Trading.Orders;

namespace Trading.Simulation;

/// <summary>An execution as it truly was, and who has booked it.</summary>
internal sealed class TrueFill(TrueOrder order, Fill fill)
{
    public TrueOrder Order { get; } = order;

    public Fill Fill { get; } = fill;
}
