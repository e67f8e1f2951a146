using Trading.Risk;

namespace TradingFunctions.Halts;

/// <summary>What a person ordered of trading on an account, and why.</summary>
public sealed record HaltRecord(TradingState State, string Reason, DateTimeOffset Since);
