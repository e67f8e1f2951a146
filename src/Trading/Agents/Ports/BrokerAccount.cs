namespace Trading.Agents.Ports;

/// <summary>An account as the broker has it, in dollars.</summary>
/// <param name="Equity">Cash and the market value of all positions.</param>
/// <param name="BuyingPower">What new positions may cost.</param>
/// <param name="IsPaper">Whether it trades with play money.</param>
public sealed record BrokerAccount(string Id, decimal Cash, decimal Equity, decimal BuyingPower, bool IsPaper, bool MayShort);
