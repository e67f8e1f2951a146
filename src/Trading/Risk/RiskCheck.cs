namespace Trading.Risk;

/// <summary>A row of the gate's table: a check and the code it denies with.</summary>
internal readonly record struct RiskCheck(DenialCode Code, Func<RiskReview, Denial?> Check);
