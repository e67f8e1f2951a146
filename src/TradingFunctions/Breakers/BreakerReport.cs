using Trading.Breakers;

namespace TradingFunctions.Breakers;

/// <summary>What came of a call that a breaker let pass.</summary>
/// <param name="WasCounted">Whether the breaker itself gave the permit, and so counted the call.</param>
public sealed record BreakerReport(BreakerPermit Permit, BreakerOutcome Outcome, DateTimeOffset Now, bool WasCounted);
