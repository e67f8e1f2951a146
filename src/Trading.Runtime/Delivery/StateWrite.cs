using Trading.Agents.Ports;

namespace Trading.Runtime.Delivery;

/// <summary>A value to be stored in the place of the version that was loaded; zero where nothing was stored.</summary>
/// <param name="Value">A type that <see cref="Messages.TradingJson"/> lists.</param>
public readonly record struct StateWrite(StateKey Key, object Value, long ExpectedVersion);
