using System.Text.Json;

namespace Trading.Risk;

/// <summary>What a trip is decided from, and the decision: deciding again from the same evidence gives the same.</summary>
/// <param name="Code"><see cref="DenialCode.DailyLoss"/>, <see cref="DenialCode.Drawdown"/> or <see cref="DenialCode.LossStreak"/>.</param>
/// <param name="Level">Whose loss it is.</param>
/// <param name="Balance">Dollars: equity, or a strategy's profit, less the open profit.</param>
/// <param name="OpenProfit">Dollars that the positions would make at their marks.</param>
/// <param name="From">Dollars the loss is measured from: the start of the day, or the peak.</param>
/// <param name="Equity">Dollars that the fraction is of.</param>
/// <param name="Losses">Losing trades in a row.</param>
public sealed record TripEvidence(
    DenialCode Code,
    RiskLevel Level,
    decimal Balance,
    decimal OpenProfit,
    decimal From,
    decimal Equity,
    decimal? MaxFraction,
    decimal? MaxAmount,
    int Losses,
    int? MaxLosses)
{
    /// <summary>What was measured and what is allowed, or null when the limit is not reached.</summary>
    public Breach? Decide() => Code switch
    {
        DenialCode.DailyLoss or DenialCode.Drawdown => LossIn(From - (Balance + OpenProfit), Equity, MaxFraction, MaxAmount),
        DenialCode.LossStreak => Losses >= MaxLosses ? new Breach(Losses, MaxLosses.Value, "losing trades in a row") : null,
        _ => throw new InvalidOperationException($"{Code} does not trip."),
    };

    public string ToJson() => JsonSerializer.Serialize(this, RiskJson.Default.TripEvidence);

    /// <exception cref="JsonException">The text is not evidence.</exception>
    public static TripEvidence FromJson(string text) =>
        JsonSerializer.Deserialize(text, RiskJson.Default.TripEvidence) ?? throw new JsonException("The evidence of a trip is a JSON object.");

    /// <summary>A loss trips when it reaches the smaller of its two limits. It is measured in the unit of that limit.</summary>
    internal static Breach? LossIn(decimal lost, decimal equity, decimal? maxFraction, decimal? maxAmount)
    {
        if (lost <= 0) return null;
        if (maxFraction is { } fraction && equity > 0 && (maxAmount is null || fraction * equity <= maxAmount))
            return lost >= fraction * equity ? new Breach(lost / equity, fraction, "of equity lost") : null;
        return lost >= maxAmount ? new Breach(lost, maxAmount.Value, "dollars lost") : null;
    }
}
