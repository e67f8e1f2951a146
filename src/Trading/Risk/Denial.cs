namespace Trading.Risk;

/// <summary>Why a check denied: what was measured and what is allowed, for a person.</summary>
internal readonly record struct Denial(string Reason);
