namespace Trading.Positions;

/// <summary>What came of one price, or one bar, for one trade.</summary>
/// <param name="Watch">What is remembered from here.</param>
/// <param name="Wish">What is wanted, or null for nothing.</param>
public readonly record struct WatchDecision(Watch Watch, WatchChange Change, Wish? Wish);
