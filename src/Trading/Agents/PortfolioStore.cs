using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Risk;

namespace Trading.Agents;

/// <summary>The portfolios and the desk in the state store, changed by load, decide, and save if unchanged.</summary>
/// <remarks>Marks that are kept aside are on every portfolio that is loaded, and so are saved with the next change of it.</remarks>
internal sealed class PortfolioStore(IStateStore store)
{
    /// <summary>How often a change is decided again because another copy of the agent was faster.</summary>
    public const int MostAttempts = 20;

    private static readonly StateKey DeskKey = new(Desk.Kind, "");

    private readonly List<MarkedPortfolio> _marked = [];
    private ImmutableArray<(string Account, IStateSlot<Portfolio> Slot)> _slots = [];

    public ValueTask<Versioned<Portfolio>> LoadAsync(string account, CancellationToken cancellation)
    {
        var loading = LoadStoredAsync(account, cancellation);
        if (_marked.Count == 0 || !loading.IsCompletedSuccessfully) return loading;
        var stored = loading.Result;
        return new(stored.Value is { } portfolio ? new Versioned<Portfolio>(Marked(portfolio), stored.Version) : stored);
    }

    /// <summary>The portfolio as it is in the store, without what is kept aside.</summary>
    public ValueTask<Versioned<Portfolio>> LoadStoredAsync(string account, CancellationToken cancellation) =>
        SlotOf(account).LoadAsync(cancellation);

    /// <summary>A stored portfolio with the marks that are kept aside.</summary>
    public Portfolio Marked(Portfolio stored) => MarkedOf(stored)?.ToPortfolio() ?? stored;

    /// <summary>Keeps marks of a stored portfolio aside; false where they change more than marks and peaks, and is to be decided and saved.</summary>
    /// <remarks>For a store that hands out what it was given, as that of one process does, and for a desk that need not remember a crash.</remarks>
    public bool TryMark(Portfolio stored, AccountRules rules, in Marks marks, Session session, DateTimeOffset now)
    {
        var marked = MarkedOf(stored) ?? BeginMarks(stored, rules);
        return marked is not null && marked.TryMark(marks, session, now);
    }

    private MarkedPortfolio? BeginMarks(Portfolio stored, AccountRules rules)
    {
        for (var i = _marked.Count - 1; i >= 0; i--)
            if (_marked[i].Stored.Account == stored.Account) _marked.RemoveAt(i);
        var marked = MarkedPortfolio.Of(stored, rules);
        if (marked is not null) _marked.Add(marked);
        return marked;
    }

    private IStateSlot<Portfolio> SlotOf(string account)
    {
        foreach (var (known, slot) in _slots)
            if (known == account) return slot;
        var made = store.SlotOf<Portfolio>(new StateKey(Portfolio.Kind, account));
        _slots = _slots.Add((account, made)); // one that is lost to another thread is made again
        return made;
    }

    private MarkedPortfolio? MarkedOf(Portfolio stored)
    {
        foreach (var marked in _marked)
            if (ReferenceEquals(marked.Stored, stored)) return marked;
        return null;
    }

    public ValueTask<bool> TrySaveAsync(Portfolio portfolio, long version, CancellationToken cancellation) =>
        SlotOf(portfolio.Account).TrySaveAsync(portfolio, version, cancellation);

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
