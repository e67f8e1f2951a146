using Trading.Breakers;

namespace TradingFunctions.Breakers;

/// <summary>A breaker as its entity stores it.</summary>
/// <param name="ProbeHolder">Who claimed the probe that is out; empty for an orchestration's.</param>
public sealed record BreakerRecord(Breaker Breaker, string ProbeHolder = "");
