using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.Risk;

/// <summary>Why the risk gate denied, or which limit tripped. The names are stable: they are stored and alerted on.</summary>
[JsonConverter(typeof(EnumJsonConverter<DenialCode>))]
public enum DenialCode
{
    None,
    TradingHalted,
    TradingReduced,
    SymbolRestricted,
    MarketClosed,
    SignalStale,
    PriceMissing,
    PriceStale,
    PriceCollar,
    StopMissing,
    StopOnWrongSide,
    DuplicateOrder,
    AlreadyInPosition,
    QuantityZero,
    QuantityTooLarge,
    NotionalTooLarge,
    OpenTrades,
    GrossExposure,
    NetExposure,
    SymbolConcentration,
    SectorConcentration,
    BuyingPower,
    DailyLoss,
    Drawdown,
    LossStreak,
    OrderRate,
    ShortNotAllowed,
    PortfolioUnknown,
    TargetOnWrongSide,
    VolatilityMissing,
    TradeEnded,
    OppositePosition,
}
