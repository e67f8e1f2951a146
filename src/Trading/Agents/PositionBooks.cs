using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Positions;

namespace Trading.Agents;

/// <summary>Loads and saves position books; the only copy of the agent keeps what it loaded.</summary>
internal sealed class PositionBooks(IStateStore store, ImmutableArray<string> accounts, bool isOnlyCopy)
{
    private readonly SymbolMap<LoadedBook?[]> _kept = new();

    public static StateKey KeyOf(string account, Symbol symbol) => new(PositionBook.Kind, PositionBook.OwnerOf(account, symbol));

    /// <summary>The books of every account in a symbol, when all of them are in memory.</summary>
    public bool TryGetAll(Symbol symbol, [NotNullWhen(true)] out LoadedBook?[]? books)
    {
        books = SlotOf(symbol);
        if (books is null) return false;
        foreach (var book in books)
            if (book is null) return false;
        return true;
    }

    /// <exception cref="InvalidOperationException">The account is none of the desk's.</exception>
    public ValueTask<LoadedBook> LoadAsync(string account, Symbol symbol, CancellationToken cancellation)
    {
        var index = accounts.IndexOf(account);
        if (index < 0)
            throw new InvalidOperationException($"Position management was told of '{account}', which is none of the desk's accounts ({string.Join(", ", accounts)}). Add it to the configuration.");
        return SlotOf(symbol) is { } books && books[index] is { } kept ? new(kept) : LoadStoredAsync(account, symbol, index, cancellation);
    }

    private async ValueTask<LoadedBook> LoadStoredAsync(string account, Symbol symbol, int index, CancellationToken cancellation)
    {
        var slot = store.SlotOf<PositionBook>(KeyOf(account, symbol));
        var (book, version) = await slot.LoadAsync(cancellation);
        var loaded = new LoadedBook(slot, book ?? new PositionBook(account, symbol), version);
        if (isOnlyCopy) Slot(symbol)[index] = loaded;
        return loaded;
    }

    /// <summary>Saves a book in the place of one that was loaded, unless somebody saved another first.</summary>
    public ValueTask<bool> TrySaveAsync(LoadedBook before, PositionBook after, CancellationToken cancellation)
    {
        // Forgotten before it is tried, so that after any failure the store is asked again.
        var index = accounts.IndexOf(before.Account);
        if (isOnlyCopy) Slot(before.Symbol)[index] = null;
        var saving = before.Slot.TrySaveAsync(after, before.Version, cancellation);
        return saving.IsCompletedSuccessfully ? new(Keep(saving.Result, before, after, index)) : FinishAsync(saving, before, after, index);
    }

    private async ValueTask<bool> FinishAsync(ValueTask<bool> saving, LoadedBook before, PositionBook after, int index) =>
        Keep(await saving, before, after, index);

    private bool Keep(bool isSaved, LoadedBook before, PositionBook after, int index)
    {
        if (isSaved && isOnlyCopy) Slot(before.Symbol)[index] = new LoadedBook(before.Slot, after, before.Version + 1);
        return isSaved;
    }

    private LoadedBook?[]? SlotOf(Symbol symbol) => _kept.TryGet(symbol, out var books) ? books : null;

    private LoadedBook?[] Slot(Symbol symbol)
    {
        if (SlotOf(symbol) is { } books) return books;
        var made = new LoadedBook?[accounts.Length];
        _kept.Set(symbol, made);
        return made;
    }
}
