using System.Collections.Immutable;
using Trading.Messages;
using Trading.Trades;

namespace Trading.Risk;

/// <summary>What the risk gate keeps for the desk as a whole, besides the portfolios of its accounts.</summary>
/// <remarks>
/// Used only where the desk has limits of its own. A trade is approved in two steps: a claim is saved here against the version
/// of the desk that was loaded before the portfolios, then the reservation in the portfolio. Two reviews in different accounts
/// at once therefore meet at the version of the desk, and the second decides again with the first one's claim in its sums.
/// </remarks>
public sealed record Desk
{
    /// <summary>The kind of its key in the state store; the owner is empty.</summary>
    public const string Kind = "desk";

    public static Desk Empty { get; } = new();

    public ImmutableArray<DeskClaim> Claims { get; init; } = [];

    /// <summary>The accounts whose equity is in the figures below.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];

    public DateOnly Day { get; init; }

    /// <summary>Equity of all accounts when the trading day began, in dollars.</summary>
    public decimal StartOfDay { get; init; }

    /// <summary>The highest equity of all accounts together, in dollars.</summary>
    public decimal Peak { get; init; }

    /// <summary>The desk's own trips; the portfolios carry copies, by which they are closed.</summary>
    public ImmutableArray<ScopeState> States { get; init; } = [];

    public ImmutableArray<LimitOverride> Overrides { get; init; } = [];

    public ImmutableArray<Trip> Trips { get; init; } = [];

    /// <summary>Puts in a claim, in the place of an earlier one of the same trade, and drops those that are past or shown by their portfolio.</summary>
    internal Desk Claim(DeskClaim claim, DeskView seen, Portfolio reviewed, DateTimeOffset now)
    {
        var kept = Claims.ToBuilder();
        for (var i = kept.Count - 1; i >= 0; i--)
            if (kept[i].TradeId == claim.TradeId || kept[i].Until <= now || seen.Knows(kept[i], reviewed)) kept.RemoveAt(i);
        kept.Add(claim);
        return this with { Claims = kept.ToImmutable() };
    }

    internal Desk WithoutClaim(TradeId trade)
    {
        for (var i = 0; i < Claims.Length; i++)
            if (Claims[i].TradeId == trade) return this with { Claims = Claims.RemoveAt(i) };
        return this;
    }

    internal RiskLimits Effective(RiskLimits configured, DateTimeOffset now)
    {
        foreach (var raised in Overrides)
            if (raised.Until > now) configured = configured.With(raised.Limits);
        return configured;
    }

    /// <summary>Takes in that somebody wants the desk to trade again. What tripped it is measured anew from here.</summary>
    internal Desk Resumed(DateTimeOffset at, decimal equity)
    {
        var resumed = this with { States = States.Resume(Scope.Desk, at) };
        if (IsTripped(DenialCode.DailyLoss) && !resumed.IsTripped(DenialCode.DailyLoss)) resumed = resumed with { StartOfDay = equity };
        if (IsTripped(DenialCode.Drawdown) && !resumed.IsTripped(DenialCode.Drawdown)) resumed = resumed with { Peak = equity };
        return resumed;
    }

    internal bool IsTripped(DenialCode code) => States.Find(Scope.Desk, code.ToString()) is { IsLifted: false };

    internal Desk Heard(MessageId announcement)
    {
        var (states, trips) = (States.Heard(announcement), Trip.Heard(Trips, announcement));
        return states == States && trips == Trips ? this : this with { States = states, Trips = trips };
    }
}
