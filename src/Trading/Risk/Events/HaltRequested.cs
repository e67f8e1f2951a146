using Trading.Messages;

namespace Trading.Risk;

/// <summary>Stop trading in the message's scope: exits only, or nothing new at all.</summary>
/// <param name="Flatten">Whether open orders are canceled and open trades left as well; only with <see cref="TradingState.Halted"/>.</param>
public sealed record HaltRequested(TradingState State, bool Flatten, string Reason) : Payload;
