using Trading.Messages;

namespace Trading.Risk;

/// <summary>Limits set by hand for a while. They revert by themselves.</summary>
/// <param name="Scope">The strategy, account or desk whose limits they are; without a symbol.</param>
/// <param name="Limits">What is set takes the place of the configured limit; what is null leaves it as it is.</param>
/// <param name="Until">From when on the configured limits hold again, in UTC.</param>
public sealed record LimitOverride(Scope Scope, RiskLimits Limits, DateTimeOffset Until, string Reason);
