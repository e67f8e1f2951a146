namespace Trading.Trades;

/// <summary>What the lifecycle of a trade listens to.</summary>
#pragma warning disable CA1040 // a marker is what a closed set of payloads needs
public interface ITradeEvent;
#pragma warning restore CA1040
