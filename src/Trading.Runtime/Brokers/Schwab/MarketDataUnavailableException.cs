namespace Trading.Runtime.Brokers.Schwab;

/// <summary>Bars could not be had now: the breaker is open, or the source did not answer. Whoever asked asks again.</summary>
/// <remarks>Thrown because an empty answer would say that nothing traded. <see cref="Code"/> is stable; the message holds no secret.</remarks>
public sealed class MarketDataUnavailableException : Exception
{
    public MarketDataUnavailableException()
    {
    }

    public MarketDataUnavailableException(string message)
        : base(message)
    {
    }

    public MarketDataUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public MarketDataUnavailableException(string code, string message)
        : base($"{code}: {message}") => Code = code;

    public string Code { get; } = "";
}
