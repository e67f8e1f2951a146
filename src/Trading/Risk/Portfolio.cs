using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.Risk;

/// <summary>All that the risk gate knows of one account: what it holds, what is reserved, and how it has done.</summary>
/// <remarks>
/// A pure value, shared through the state store. Each change returns the same object when there is nothing to change, so that
/// nothing need be saved. Booking an execution twice, or ending a trade twice, changes nothing. Amounts are in dollars.
/// </remarks>
public sealed partial record Portfolio
{
    /// <summary>The kind of its key in the state store; the owner is the account.</summary>
    public const string Kind = "portfolio";

    /// <summary>How many ended trades are kept to know their late and repeated fills by.</summary>
    public const int MostEndedTrades = 128;

    public required string Account { get; init; }

    /// <summary>Whether the broker has told of the account; until then nothing is approved.</summary>
    public bool IsKnown { get; init; }

    public decimal Cash { get; init; }

    /// <summary>What new positions may cost, by the broker's last word and the fills since then.</summary>
    public decimal BuyingPower { get; init; }

    /// <summary>Whether the broker lets the account sell short.</summary>
    public bool MayShort { get; init; }

    /// <summary>The trading day of <see cref="Standing.StartOfDay"/>, in the exchange's zone.</summary>
    public DateOnly Day { get; init; }

    public Standing Total { get; init; } = Standing.Of("");

    public ImmutableArray<Standing> Strategies { get; init; } = [];

    public ImmutableArray<Holding> Holdings { get; init; } = [];

    /// <summary>Trades that hold shares or a reservation.</summary>
    public ImmutableArray<TradeExposure> Trades { get; init; } = [];

    /// <summary>The trades that ended last, oldest first.</summary>
    public EndedTrades EndedTrades { get; init; } = EndedTrades.None;

    /// <summary>Entries approved lately, oldest first.</summary>
    public ImmutableArray<RecentOrder> RecentOrders { get; init; } = [];

    public ImmutableArray<ScopeState> States { get; init; } = [];

    public ImmutableArray<LimitOverride> Overrides { get; init; } = [];

    /// <summary>The limits that tripped last, oldest first.</summary>
    public ImmutableArray<Trip> Trips { get; init; } = [];

    /// <summary>Cash and the value of all positions, by the broker's last word and what the marks and fills made since then.</summary>
    [JsonIgnore]
    public decimal Equity => Total.Balance + OpenProfit(null);

    /// <summary>Whether nothing is held, reserved, halted, overridden or tripped, so that within a day neither time nor prices change it.</summary>
    internal bool IsAtRest => Holdings.IsEmpty && Trades.IsEmpty && States.IsEmpty && Overrides.IsEmpty && Trips.IsEmpty;

    /// <summary>An account that the broker has not told of yet.</summary>
    public static Portfolio Unknown(string account) => new() { Account = account };

    /// <summary>What may be sent in a scope: the strictest of the states that hold it.</summary>
    public TradingState StateFor(Scope scope) => States.Strictest(scope)?.Current ?? TradingState.Active;

    /// <summary>Why nothing new may be sent in a scope, or null when it may.</summary>
    public string? ClosedBecause(Scope scope) => (IsKnown, States.Strictest(scope)) switch
    {
        (false, _) => $"the broker has not told of account {Account} yet",
        (_, { } strictest) => $"{strictest.Current} since {strictest.Since:u} ({strictest.Code}): {strictest.Reason}",
        _ => null,
    };

    /// <summary>What the positions of a strategy, or all positions for null, would make at their marks.</summary>
    public decimal OpenProfit(string? strategy) => OpenProfit(Holdings, strategy);

    private static decimal OpenProfit(ImmutableArray<Holding> holdings, string? strategy)
    {
        var sum = 0m;
        foreach (var holding in holdings)
            if (strategy is null || holding.Strategy == strategy) sum += holding.OpenProfit;
        return sum;
    }

    /// <summary>The limits of a scope of this account at a time, with what was set by hand.</summary>
    internal RiskLimits Effective(RiskLimits configured, Scope scope, DateTimeOffset now)
    {
        foreach (var raised in Overrides)
            if (raised.Until > now && raised.Scope == scope) configured = configured.With(raised.Limits);
        return configured;
    }

    internal Standing StandingOf(string strategy)
    {
        foreach (var standing in Strategies)
            if (standing.Strategy == strategy) return standing;
        return Standing.Of(strategy);
    }

    internal Portfolio With(Standing standing) =>
        standing.Strategy.Length == 0 ? this with { Total = standing } : this with { Strategies = StrategiesWith(standing) };

    /// <summary>Both at once, as each change makes another portfolio.</summary>
    internal Portfolio With(Standing total, Standing strategy) => this with { Total = total, Strategies = StrategiesWith(strategy) };

    private ImmutableArray<Standing> StrategiesWith(Standing standing)
    {
        for (var i = 0; i < Strategies.Length; i++)
            if (Strategies[i].Strategy == standing.Strategy) return ReferenceEquals(Strategies[i], standing) ? Strategies : Strategies.SetItem(i, standing);
        return Strategies.Add(standing);
    }
}
