namespace TradingFunctions.Lifecycles;

/// <summary>What an orchestration learns when its steps are stored.</summary>
/// <param name="Breaker">How the breaker of the account's broker stands; empty when nobody knows.</param>
public sealed record LifecycleCommit(string Breaker);
