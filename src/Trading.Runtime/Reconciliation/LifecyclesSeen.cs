using System.Collections.Immutable;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Runtime.Reconciliation;

/// <summary>The trades and orders that have not completed, as they stood a moment ago.</summary>
/// <param name="Unseen">How many of them have not told their state yet; they were asked to.</param>
public sealed record LifecyclesSeen(ImmutableArray<Trade> Trades, ImmutableArray<Order> Orders, int Unseen);
