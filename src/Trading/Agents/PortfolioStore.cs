using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.Risk;

namespace Trading.Agents;

/// <summary>The portfolios and the desk in the state store, changed by load, decide, and save if unchanged.</summary>
internal sealed class PortfolioStore(IStateStore store)
{
    /// <summary>How often a change is decided again because another copy of the agent was faster.</summary>
    public const int MostAttempts = 20;

    private static readonly StateKey DeskKey = new(Desk.Kind, "");

    public ValueTask<Versioned<Portfolio>> LoadAsync(string account, CancellationToken cancellation) =>
        store.LoadAsync<Portfolio>(new StateKey(Portfolio.Kind, account), cancellation);

    public ValueTask<bool> TrySaveAsync(Portfolio portfolio, long version, CancellationToken cancellation) =>
        store.TrySaveAsync(new StateKey(Portfolio.Kind, portfolio.Account), portfolio, version, cancellation);

    public ValueTask<Versioned<Desk>> LoadDeskAsync(CancellationToken cancellation) => store.LoadAsync<Desk>(DeskKey, cancellation);

    public ValueTask<bool> TrySaveAsync(Desk desk, long version, CancellationToken cancellation) =>
        store.TrySaveAsync(DeskKey, desk, version, cancellation);

    /// <summary>The portfolios of all accounts that the broker has told of, save one.</summary>
    public async ValueTask<ImmutableArray<Portfolio>> LoadKnownAsync(ImmutableArray<AccountRules> accounts, string? except, CancellationToken cancellation)
    {
        var known = ImmutableArray.CreateBuilder<Portfolio>(accounts.Length);
        foreach (var rules in accounts)
            if (rules.Account != except && (await LoadAsync(rules.Account, cancellation)).Value is { IsKnown: true } portfolio) known.Add(portfolio);
        return known.DrainToImmutable();
    }

    /// <summary>Changes a portfolio and returns it as it is afterwards. A change that changes nothing is not saved.</summary>
    public async ValueTask<Portfolio> UpdateAsync<TWith>(string account, TWith with, Func<Portfolio, TWith, Portfolio> change, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var (stored, version) = await LoadAsync(account, cancellation);
            var before = stored ?? Portfolio.Unknown(account);
            var after = change(before, with);
            if (ReferenceEquals(after, before) || await TrySaveAsync(after, version, cancellation)) return after;
        }
        throw Contended(account);
    }

    /// <summary>Changes the desk and returns it as it is afterwards. A change that changes nothing is not saved.</summary>
    public async ValueTask<Desk> UpdateDeskAsync<TWith>(TWith with, Func<Desk, TWith, Desk> change, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var (stored, version) = await LoadDeskAsync(cancellation);
            var before = stored ?? Desk.Empty;
            var after = change(before, with);
            if (ReferenceEquals(after, before) || await TrySaveAsync(after, version, cancellation)) return after;
        }
        throw Contended("desk");
    }

    public static InvalidOperationException Contended(string whose) =>
        new($"The portfolio of {whose} changed {MostAttempts} times while it was being decided on. The message will come again.");
}
