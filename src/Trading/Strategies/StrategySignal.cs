using Trading.Trades;

namespace Trading.Strategies;

/// <summary>What a strategy wants at the end of a bar: to leave, to enter, or both, the leaving first.</summary>
public sealed record StrategySignal(ExitSignaled? Exit, TradePlan? Entry);
