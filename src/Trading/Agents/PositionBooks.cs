using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Positions;

namespace Trading.Agents;

/// <summary>Loads and saves position books; the only copy of the agent keeps what it loaded.</summary>
internal sealed class PositionBooks(IStateStore store, ImmutableArray<string> accounts, bool isOnlyCopy)
{
    private readonly Dictionary<Symbol, LoadedBook?[]> _kept = [];
    private Symbol _lastSymbol;
    private LoadedBook?[] _last = [];

    public static StateKey KeyOf(string account, Symbol symbol) => new(PositionBook.Kind, PositionBook.OwnerOf(account, symbol));

    /// <summary>The books of every account in a symbol, when all of them are in memory.</summary>
    public bool TryGetAll(Symbol symbol, [NotNullWhen(true)] out LoadedBook?[]? books)
    {
        books = _last;
        if (symbol != _lastSymbol)
        {
            if (!_kept.TryGetValue(symbol, out books)) return false;
            (_lastSymbol, _last) = (symbol, books);
        }
        foreach (var book in books)
            if (book is null) return false;
        return true;
    }

    /// <exception cref="InvalidOperationException">The account is none of the desk's.</exception>
    public async ValueTask<LoadedBook> LoadAsync(string account, Symbol symbol, CancellationToken cancellation)
    {
        var index = accounts.IndexOf(account);
        if (index < 0)
            throw new InvalidOperationException($"Position management was told of '{account}', which is none of the desk's accounts ({string.Join(", ", accounts)}). Add it to the configuration.");
        if (_kept.TryGetValue(symbol, out var books) && books[index] is { } kept) return kept;
        var (book, version) = await store.LoadAsync<PositionBook>(KeyOf(account, symbol), cancellation);
        var loaded = new LoadedBook(book ?? new PositionBook(account, symbol), version);
        if (isOnlyCopy) Slot(symbol)[index] = loaded;
        return loaded;
    }

    /// <summary>Saves a book in the place of one that was loaded, unless somebody saved another first.</summary>
    public async ValueTask<bool> TrySaveAsync(LoadedBook before, PositionBook after, CancellationToken cancellation)
    {
        // Forgotten before it is tried, so that after any failure the store is asked again.
        var index = accounts.IndexOf(before.Account);
        if (isOnlyCopy) Slot(before.Symbol)[index] = null;
        if (!await store.TrySaveAsync(KeyOf(after.Account, after.Symbol), after, before.Version, cancellation)) return false;
        if (isOnlyCopy) Slot(before.Symbol)[index] = new LoadedBook(after, before.Version + 1);
        return true;
    }

    private LoadedBook?[] Slot(Symbol symbol)
    {
        if (!_kept.TryGetValue(symbol, out var books)) _kept[symbol] = books = new LoadedBook?[accounts.Length];
        return books;
    }
}
