namespace Trading.Simulation;

/// <summary>How often each fault strikes: times in ten thousand opportunities, or for what comes by itself, times in five days.</summary>
internal static class FaultRates
{
    /// <summary>In ten thousand opportunities, with all faults.</summary>
    public static int Of(FaultKind kind) => kind switch
    {
        FaultKind.MessageDelayed => 80,
        FaultKind.MessageDoubled => 100,
        FaultKind.DeliveryLost => 25,
        FaultKind.StoreFailsBefore => 8,
        FaultKind.StoreFailsAfter => 15,
        FaultKind.NewsLost => 250,
        FaultKind.NewsDoubled => 300,
        FaultKind.NewsDelayed => 500,
        FaultKind.FillHidden => 400,
        FaultKind.NoAnswerBefore => 150,
        FaultKind.NoAnswerAfter => 300,
        FaultKind.RequestDelayed => 200,
        FaultKind.Throttled => 120,
        FaultKind.Unauthorised => 15,
        FaultKind.BusinessRefusal => 120,
        FaultKind.StatusUnknown => 120,
        FaultKind.CancelPending => 1500,
        FaultKind.CancelRefused => 150,
        FaultKind.QuoteMissing => 50,
        FaultKind.DiskFull => 2,
        FaultKind.DiskCut => 5,
        FaultKind.SnapshotFails => 500,
        _ => 0,
    };

    /// <summary>In five days, with all faults: what begins by itself.</summary>
    public static int InFiveDays(FaultKind kind) => kind switch
    {
        FaultKind.Crash => 14,
        FaultKind.StoreGone => 4,
        FaultKind.BrokerGone => 4,
        FaultKind.FeedSilent => 3,
        FaultKind.StreamSilent => 5,
        FaultKind.ClockJump => 3,
        FaultKind.SymbolHalted => 3,
        _ => 0,
    };
}
