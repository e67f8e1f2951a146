namespace Trading.Runtime.Configuration;

/// <summary>What the file says of one Alpaca account; its keys come from environment variables.</summary>
/// <param name="IsSip">Whether market data is of all exchanges, which needs a subscription; else of IEX alone.</param>
/// <param name="Timeout">How long a call may take.</param>
/// <param name="SweepInterval">How often the orders are asked for, to find what the stream missed.</param>
/// <param name="Host">Another host for all of Alpaca's APIs, such as a fake; null for its own.</param>
public sealed record AlpacaConfiguration(bool IsSip, TimeSpan Timeout, int TradingCallsPerMinute, int DataCallsPerMinute, TimeSpan SweepInterval, Uri? Host);
