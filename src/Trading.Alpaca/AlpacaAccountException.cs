namespace Trading.Alpaca;

/// <summary>The account at Alpaca is not what is configured, so that nothing may trade on it.</summary>
public sealed class AlpacaAccountException(string message) : Exception(message);
