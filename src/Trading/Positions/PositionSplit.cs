namespace Trading.Positions;

/// <summary>A split that changed a position: <paramref name="To"/> new shares for every <paramref name="From"/> old ones.</summary>
/// <param name="Time">The first moment at which the new shares trade, in UTC.</param>
public readonly record struct PositionSplit(int To, int From, DateTimeOffset Time);
