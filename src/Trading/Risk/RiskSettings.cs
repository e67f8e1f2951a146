using System.Collections.Immutable;
using Trading.MarketData;

namespace Trading.Risk;

/// <summary>All that is configured of risk: the accounts, what holds for the desk as a whole, and the sectors.</summary>
public sealed record RiskSettings
{
    public required ImmutableArray<AccountRules> Accounts { get; init; }

    /// <summary>Held against the sums over all accounts. With none, reviews of different accounts do not wait for each other.</summary>
    public RiskLimits Desk { get; init; } = RiskLimits.None;

    public TripResponses DeskTrips { get; init; } = TripResponses.Default;

    /// <summary>The symbols of each sector.</summary>
    public ImmutableDictionary<string, ImmutableArray<Symbol>> Sectors { get; init; } = ImmutableDictionary<string, ImmutableArray<Symbol>>.Empty;

    /// <summary>How long after its approval an entry may be sent.</summary>
    public TimeSpan EnterWithin { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest time for which a limit may be set by hand.</summary>
    public TimeSpan LongestOverride { get; init; } = TimeSpan.FromDays(1);

    public bool HasDeskLimits => Desk != RiskLimits.None;

    public AccountRules? For(string account)
    {
        foreach (var rules in Accounts)
            if (rules.Account == account) return rules;
        return null;
    }

    /// <summary>The sector of each symbol that has one.</summary>
    internal IReadOnlyDictionary<Symbol, string> SectorOfSymbols()
    {
        var sectors = new Dictionary<Symbol, string>();
        foreach (var (sector, symbols) in Sectors)
            foreach (var symbol in symbols) sectors[symbol] = sector;
        return sectors;
    }

    /// <summary>What is wrong with the settings, or null when they are sound.</summary>
    public string? Problem()
    {
        foreach (var rules in Accounts)
        {
            if (rules.Problem() is { } problem) return problem;
            if (!ReferenceEquals(For(rules.Account), rules)) return $"account {rules.Account} is listed twice";
        }
        if ((Desk.Problem() ?? DeskTrips.Problem()) is { } wrong) return $"desk: {wrong}";
        if (EnterWithin <= TimeSpan.Zero) return $"enterWithin must be above zero, not {EnterWithin}";
        return LongestOverride > TimeSpan.Zero ? null : $"longestOverride must be above zero, not {LongestOverride}";
    }
}
