namespace Trading.Simulation;

/// <summary>What can go wrong.</summary>
internal enum FaultKind
{
    MessageDelayed,
    MessageDoubled,
    DeliveryLost,
    StoreFailsBefore,
    StoreFailsAfter,
    NewsLost,
    NewsDoubled,
    NewsDelayed,
    FillHidden,
    NoAnswerBefore,
    NoAnswerAfter,
    RequestDelayed,
    Throttled,
    Unauthorised,
    BusinessRefusal,
    StatusUnknown,
    CancelPending,
    CancelRefused,
    QuoteMissing,
    Crash,
    StoreGone,
    BrokerGone,
    FeedSilent,
    StreamSilent,
    ClockJump,
    SymbolHalted,
}
