namespace Trading.Orders;

/// <summary>Stable codes of the desk's own refusals of an order.</summary>
public static class RejectionCodes
{
    public const string TradingHalted = "TRADING_HALTED";
    public const string TooLate = "TOO_LATE";
    public const string InvalidOrder = "INVALID_ORDER";
    public const string BuyingPower = "BUYING_POWER";
    public const string NotShortable = "NOT_SHORTABLE";
    public const string MarketClosed = "MARKET_CLOSED";
    public const string WashTrade = "WASH_TRADE";
    public const string QuantityUnavailable = "QUANTITY_UNAVAILABLE";
    public const string BrokerRefused = "BROKER_REFUSED";
}
