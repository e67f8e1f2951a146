namespace Trading.Runtime.Brokers.Schwab.Wire;

internal sealed record WireCandles(WireCandle[]? Candles, string? Symbol, bool? Empty);

/// <param name="Datetime">The start of the candle in milliseconds of Unix time.</param>
internal sealed record WireCandle(decimal Open, decimal High, decimal Low, decimal Close, long Volume, long Datetime);
