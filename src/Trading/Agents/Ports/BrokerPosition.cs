using Trading.MarketData;

namespace Trading.Agents.Ports;

/// <summary>A position as the broker has it: shares with their sign, and dollars a share.</summary>
public sealed record BrokerPosition(Symbol Symbol, decimal Quantity, decimal AveragePrice);
