namespace TradingFunctions.Lifecycles;

/// <summary>The custom status of an orchestration: what a person looks for first, and no more.</summary>
/// <param name="Stage">The state of the trade or order.</param>
/// <param name="Side">Long or Short for a trade; the side for an order.</param>
/// <param name="Filled">Shares held for a trade; shares filled for an order.</param>
/// <param name="Breaker">How the breaker of the account's broker stood.</param>
/// <param name="Updated">When any of this changed last, in UTC.</param>
public sealed record LifecycleStatus(string Stage, string Symbol, string Side, decimal Filled, string Breaker, DateTimeOffset Updated);
