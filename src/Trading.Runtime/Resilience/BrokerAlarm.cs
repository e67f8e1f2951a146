namespace Trading.Runtime.Resilience;

/// <summary>Something at a broker that a person is to know of.</summary>
/// <param name="Code">Stable, such as <c>SCHWAB_LOG_IN_AGAIN</c>.</param>
/// <param name="Account">The account's name on the desk.</param>
/// <param name="Text">What is wrong and what to do; never a secret.</param>
/// <param name="HaltsTrading">Whether nothing new may be opened on the account until a person has looked.</param>
public sealed record BrokerAlarm(string Code, string Account, string Text, bool HaltsTrading = false);
