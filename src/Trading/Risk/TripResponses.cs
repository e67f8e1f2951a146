namespace Trading.Risk;

/// <summary>What each kind of trip makes of trading.</summary>
public sealed record TripResponses
{
    public static TripResponses Default { get; } = new();

    public TripResponse DailyLoss { get; init; } = new(TradingState.Halted, UntilNextDay: true);

    public TripResponse Drawdown { get; init; } = new(TradingState.Halted);

    /// <summary>Entries are denied during the cool-down in any case. Any other state lifts when the cool-down ends.</summary>
    public TripResponse LossStreak { get; init; } = new(TradingState.Active);

    /// <summary>What is wrong with the responses, or null when they are sound.</summary>
    public string? Problem() =>
        DailyLoss is { Flatten: true, State: not TradingState.Halted } || Drawdown is { Flatten: true, State: not TradingState.Halted }
        || LossStreak is { Flatten: true, State: not TradingState.Halted }
            ? "a trip that flattens must halt"
            : null;
}
