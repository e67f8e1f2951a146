using System.Text.Json.Serialization;
using Trading.Breakers;
using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Orders;
using Trading.Positions;
using Trading.Reconciliation;
using Trading.Risk;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Messages;

/// <summary>Every type that is written as JSON. Used through <see cref="TradingJson"/>, which adds what attributes cannot say.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    AllowOutOfOrderMetadataProperties = true,
    MaxDepth = TradingJson.MaxDepth,
    Converters = [typeof(UtcTimeJsonConverter), typeof(HistoryJsonConverter<TradeState>), typeof(HistoryJsonConverter<OrderState>)])]
[JsonSerializable(typeof(QuoteRequested))]
[JsonSerializable(typeof(BarsRequested))]
[JsonSerializable(typeof(SessionRequested))]
[JsonSerializable(typeof(QuoteUpdated))]
[JsonSerializable(typeof(BarsReceived))]
[JsonSerializable(typeof(SessionChanged))]
[JsonSerializable(typeof(EntrySignaled))]
[JsonSerializable(typeof(ExitSignaled))]
[JsonSerializable(typeof(ReviewRequested))]
[JsonSerializable(typeof(HaltRequested))]
[JsonSerializable(typeof(ResumeRequested))]
[JsonSerializable(typeof(TradeApproved))]
[JsonSerializable(typeof(TradeDenied))]
[JsonSerializable(typeof(LimitBreached))]
[JsonSerializable(typeof(TradingReduced))]
[JsonSerializable(typeof(TradingHalted))]
[JsonSerializable(typeof(TradingResumed))]
[JsonSerializable(typeof(OrderPlaced))]
[JsonSerializable(typeof(OrderCancelOrdered))]
[JsonSerializable(typeof(OrderReplaceOrdered))]
[JsonSerializable(typeof(SubmitRequested))]
[JsonSerializable(typeof(CancelRequested))]
[JsonSerializable(typeof(ReplaceRequested))]
[JsonSerializable(typeof(StatusRequested))]
[JsonSerializable(typeof(OrderSubmitted))]
[JsonSerializable(typeof(OrderAccepted))]
[JsonSerializable(typeof(OrderPartiallyFilled))]
[JsonSerializable(typeof(OrderFilled))]
[JsonSerializable(typeof(OrderCanceled))]
[JsonSerializable(typeof(OrderRejected))]
[JsonSerializable(typeof(OrderExpired))]
[JsonSerializable(typeof(OrderReplaced))]
[JsonSerializable(typeof(OrderChangeRefused))]
[JsonSerializable(typeof(OrderWoken))]
[JsonSerializable(typeof(PositionOpened))]
[JsonSerializable(typeof(PositionUpdated))]
[JsonSerializable(typeof(PositionClosed))]
[JsonSerializable(typeof(ExitRequested))]
[JsonSerializable(typeof(StopMoved))]
[JsonSerializable(typeof(OrderReport))]
[JsonSerializable(typeof(TradeWoken))]
[JsonSerializable(typeof(WatchEnded))]
[JsonSerializable(typeof(TradeOpened))]
[JsonSerializable(typeof(TradeClosed))]
[JsonSerializable(typeof(TradeRejected))]
[JsonSerializable(typeof(TradeCanceled))]
[JsonSerializable(typeof(DifferenceFound))]
[JsonSerializable(typeof(AccountReconciled))]
[JsonSerializable(typeof(Trade))]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(LifecycleIndex))]
[JsonSerializable(typeof(Portfolio))]
[JsonSerializable(typeof(Desk))]
[JsonSerializable(typeof(PositionBook))]
[JsonSerializable(typeof(Breaker))]
[JsonSerializable(typeof(RateLimiterState))]
[JsonSerializable(typeof(Transition<TradeState>))]
[JsonSerializable(typeof(Transition<OrderState>))]
internal sealed partial class TradingJsonContext : JsonSerializerContext;
