namespace Trading.Risk;

/// <summary>What a tripped limit makes of trading in its scope.</summary>
/// <param name="State"><see cref="TradingState.Active"/> when the breach is only told, and entries denied while it lasts.</param>
/// <param name="Flatten">Whether open trades are left as well; only with <see cref="TradingState.Halted"/>.</param>
/// <param name="UntilNextDay">Whether it lifts by itself at the next trading day, rather than when somebody resumes.</param>
public sealed record TripResponse(TradingState State, bool Flatten = false, bool UntilNextDay = false);
