using Trading.Messages;

namespace Trading.Reconciliation;

/// <summary>The desk and its broker agree, or what they differ in has been dealt with.</summary>
/// <param name="OpenOrders">Open orders at the broker.</param>
/// <param name="Positions">Symbols held at the broker.</param>
/// <param name="Cash">Dollars, by the broker.</param>
/// <param name="Differences">How many were found on the way.</param>
public sealed record AccountReconciled(int OpenOrders, int Positions, decimal Cash, int Differences) : Payload;
