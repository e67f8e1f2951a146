using Trading.Messages;

namespace Trading.Reconciliation;

/// <summary>Something in which the desk and its broker do not agree.</summary>
/// <param name="Subject">The order, trade, symbol or account it is about.</param>
/// <param name="Detail">Both sides, for a person.</param>
public sealed record Difference(DifferenceCode Code, string Subject, Scope Scope, string Detail)
{
    /// <summary>Whether nothing here explains it, so that trading has to halt until a person has looked.</summary>
    public bool Halts => Code is DifferenceCode.OrderUnknown or DifferenceCode.PositionUnexplained;
}
