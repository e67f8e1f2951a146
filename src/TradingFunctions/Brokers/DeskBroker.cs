namespace TradingFunctions.Brokers;

/// <summary>Where the desk trades: the setting <c>DeskBroker</c>.</summary>
public enum DeskBroker
{
    /// <summary>A simulated account in the memory of the instance: <c>simulated</c>.</summary>
    Simulated,

    /// <summary>Alpaca with play money: <c>alpaca-paper</c>.</summary>
    AlpacaPaper,

    /// <summary>Alpaca with real money: <c>alpaca-live</c>.</summary>
    AlpacaLive,

    /// <summary>Charles Schwab, with real money: <c>schwab</c>.</summary>
    Schwab,
}
