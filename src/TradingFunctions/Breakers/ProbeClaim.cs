namespace TradingFunctions.Breakers;

/// <summary>Somebody wants to be the probe of a half-open breaker.</summary>
/// <param name="Holder">A name of its own for each claim.</param>
public sealed record ProbeClaim(string Holder, DateTimeOffset Now);
