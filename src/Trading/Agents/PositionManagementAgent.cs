using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Positions;
using Trading.Trades;

namespace Trading.Agents;

/// <summary>Books the fills of every trade, watches the price of what is held, and asks for stops to be moved and trades to be left.</summary>
/// <remarks>
/// <para>The store is the truth: each message is decided on the stored book and saved under its version, and decided again
/// when somebody else saved first. Handling a message again says the same messages again.</para>
/// <para>The only copy keeps its books in memory too, and saves what a price changed only when that decides something or when
/// the holdings change. A bar of a symbol in which nothing is held then costs a look-up and no garbage. What a crash loses is
/// the excursion, the best price and the average true range since the last save. Handles one message at a time.</para>
/// </remarks>
public sealed class PositionManagementAgent : IAgent, IBarListener
{
    private const int MostAttempts = 16;

    private readonly PositionBooks _books;
    private readonly ImmutableArray<string> _accounts;
    private readonly WatchSettings _settings;
    private readonly WatchRules _rules;
    private readonly WatchChange _saveFrom;

    /// <param name="accounts">Every account of the desk; market data is of no account and concerns them all.</param>
    /// <param name="calendar">When the market trades; null where every price counts.</param>
    /// <param name="isOnlyCopy">Whether no other copy of the agent runs on the same store.</param>
    /// <exception cref="ArgumentException">An account's name is not one, or is there twice.</exception>
    public PositionManagementAgent(
        IStateStore store, ImmutableArray<string> accounts, WatchSettings settings, IMarketCalendar? calendar = null, bool isOnlyCopy = false)
    {
        foreach (var account in accounts)
            if (!Scope.IsName(account) || accounts.IndexOf(account) != accounts.LastIndexOf(account))
                throw new ArgumentException($"'{account}' is not the name of an account, or is there twice. A name is 1 to 32 of a-z, 0-9 and _.", nameof(accounts));
        _books = new PositionBooks(store, accounts, isOnlyCopy);
        _accounts = accounts;
        _settings = settings;
        _rules = new WatchRules(settings, calendar);
        _saveFrom = isOnlyCopy ? WatchChange.Decided : WatchChange.Noted;
    }

    public string Name => "positions";

    public ImmutableArray<EventPattern> Hears { get; } =
    [
        EventNames.OrderPartiallyFilled, EventNames.OrderFilled, EventNames.TradeOpened, EventNames.TradeClosed,
        EventNames.QuoteUpdated, EventNames.BarsReceived,
    ];

    /// <exception cref="InvalidOperationException">The account is none of the desk's, or the store changed under every attempt.</exception>
    public ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation) => message.Data switch
    {
        BarsReceived bars => OnMarketAsync(bars.Symbol, message, outbox, cancellation),
        QuoteUpdated quote => OnMarketAsync(quote.Quote.Symbol, message, outbox, cancellation),
        OrderExecuted or TradeOpened or TradeClosed => OnTradeAsync(message, outbox, cancellation),
        _ => ValueTask.CompletedTask,
    };

    /// <inheritdoc/>
    /// <remarks>What it observed stays observed; its message finds that and acts on it.</remarks>
    public bool TryHear(BarTold told, Outbox outbox)
    {
        if (!_books.TryGetAll(told.Symbol, out var books)) return false;
        var most = WatchChange.None;
        foreach (var book in books)
            if (book!.HasOpen && book.Observe(_rules, told, outbox.Time) is var change && change > most) most = change;
        return most < _saveFrom;
    }

    /// <summary>Puts what is held in a symbol into new shares, on the morning of a split. Doing it twice does it once.</summary>
    /// <param name="at">The first moment at which the new shares trade, in UTC.</param>
    public async ValueTask ApplySplitAsync(Split split, DateTimeOffset at, CancellationToken cancellation)
    {
        foreach (var account in _accounts)
        {
            var isSaved = false;
            for (var attempt = 0; !isSaved; attempt++)
            {
                if (attempt == MostAttempts) throw Contended(account, split.Symbol);
                var loaded = await _books.LoadAsync(account, split.Symbol, cancellation);
                var before = loaded.ToBook(default);
                var after = before.ApplySplit(split, at);
                isSaved = ReferenceEquals(before, after) || await _books.TrySaveAsync(loaded, after, cancellation);
            }
        }
    }

    private ValueTask OnMarketAsync(Symbol symbol, Message message, Outbox outbox, CancellationToken cancellation)
    {
        if (!_books.TryGetAll(symbol, out var books)) return WatchAsync(symbol, message, outbox, cancellation);
        var most = WatchChange.None;
        foreach (var book in books)
            if (book!.HasOpen && book.Observe(_rules, message, outbox.Time) is var change && change > most) most = change;
        return most < _saveFrom ? ValueTask.CompletedTask : WatchAsync(symbol, message, outbox, cancellation);
    }

    private async ValueTask WatchAsync(Symbol symbol, Message message, Outbox outbox, CancellationToken cancellation)
    {
        foreach (var account in _accounts) await WatchAsync(account, symbol, message, outbox, cancellation);
    }

    private async ValueTask WatchAsync(string account, Symbol symbol, Message message, Outbox outbox, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var loaded = await _books.LoadAsync(account, symbol, cancellation);
            if (!loaded.HasOpen || loaded.Observe(_rules, message, outbox.Time) < _saveFrom) return;
            var book = loaded.ToBook(message.Id);
            if (loaded.WasDecidedBy(message.Id) || await _books.TrySaveAsync(loaded, book, cancellation))
            {
                SayWanted(book, message, outbox);
                return;
            }
        }
        throw Contended(account, symbol);
    }

    private async ValueTask OnTradeAsync(Message message, Outbox outbox, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var loaded = await _books.LoadAsync(message.Scope.Account, message.Scope.Symbol, cancellation);
            var step = Decide(loaded, message, outbox.Time);
            if (step.IsNone || await _books.TrySaveAsync(loaded, step.Book, cancellation))
            {
                Say(step, message, outbox);
                return;
            }
        }
        throw Contended(message.Scope.Account, message.Scope.Symbol);
    }

    private TradeStep Decide(LoadedBook loaded, Message message, DateTimeOffset now)
    {
        var (before, after) = message.Data switch
        {
            OrderExecuted executed => Booked(loaded, executed, message.Scope),
            TradeOpened opened => Opened(loaded, opened),
            TradeClosed closed => Closed(loaded, closed),
            _ => throw new InvalidOperationException($"{message.Name} is no news of a trade."),
        };
        if (ReferenceEquals(before, after)) return new(before, after, loaded.Stored, IsNone: true, loaded.MayWant);
        var book = loaded.With(Begun(after, message.Id, now), before, message.Id);
        if (message.Data is TradeClosed) book = book.Keeping(_settings.ClosedTradesKept);
        return new(before, after, book, IsNone: false, loaded.MayWant || after.Wanted is not null);
    }

    private static (WatchedTrade? Before, WatchedTrade After) Booked(LoadedBook loaded, OrderExecuted executed, Scope scope) =>
        loaded.FindFor(executed.OrderId) is { } there
            ? (there, there.Book(executed.Fill, in loaded.WatchOf(there)))
            : (null, WatchedTrade.First(executed.OrderId.Trade, scope, executed.Fill));

    private static (WatchedTrade? Before, WatchedTrade After) Opened(LoadedBook loaded, TradeOpened opened) =>
        loaded.Stored.Find(opened.TradeId) is { } there
            ? (there, there.Open(opened, in loaded.WatchOf(there)))
            : (null, WatchedTrade.Empty(opened.TradeId, loaded.Account).Open(opened, default));

    private static (WatchedTrade? Before, WatchedTrade After) Closed(LoadedBook loaded, TradeClosed closed) =>
        loaded.Stored.Find(closed.TradeId) is { } there
            ? (there, there.Close(closed.ClosedAt, in loaded.WatchOf(there)))
            : (null, WatchedTrade.Empty(closed.TradeId, loaded.Account).Close(closed.ClosedAt, default));

    /// <summary>Begins to follow the policies of a trade in the making as soon as both the plan and the shares are there, whichever comes first.</summary>
    private WatchedTrade Begun(WatchedTrade trade, MessageId cause, DateTimeOffset now)
    {
        if (!trade.IsWatched || trade.WatchInPlace.HasBegun) return trade;
        var begun = _rules.Begin(trade, trade.Watch, now);
        return begun.Change == WatchChange.None ? trade : trade.Begin(begun.Watch, begun.Wish is { } wish ? new Wanted(cause, wish) : trade.Wanted);
    }

    private static void Say(TradeStep step, Message message, Outbox outbox)
    {
        if (message.Data is OrderExecuted executed) SayNews(step.Before?.Position, step.After.Position, executed.Fill, outbox);
        if (step.MayWant) SayWanted(step.Book, message, outbox);
    }

    private static void SayNews(Position? before, Position after, Fill fill, Outbox outbox)
    {
        if (before is not null && before.Knows(fill.ExecutionId))
        {
            var index = 0;
            while (after.Fills[index].ExecutionId != fill.ExecutionId) index++;
            (before, after) = (after.AfterFirst(index), after.AfterFirst(index + 1));
        }
        var trade = after.TradeId;
        if (before is null or { IsFlat: true } && !after.IsFlat)
            outbox.Say(EventNames.PositionOpened, trade.Value, after.Scope, new PositionOpened(trade, after.Quantity, after.AveragePrice));
        else if (after.IsFlat)
            outbox.Say(EventNames.PositionClosed, trade.Value, after.Scope, new PositionClosed(
                trade, after.Realised, after.Excursion.AdversePerShare, after.Excursion.FavourablePerShare));
        else
            outbox.Say(EventNames.PositionUpdated, trade.Value, after.Scope, new PositionUpdated(trade, after.Quantity, after.AveragePrice, after.Realised));
    }

    private static void SayWanted(PositionBook book, Message cause, Outbox outbox)
    {
        foreach (var trade in book.Trades)
        {
            if (trade.Wanted is not { Wish: var wish } wanted || wanted.Cause != cause.Id) continue;
            var position = trade.Position;
            var id = position.TradeId;
            if (wish.Stop is { } stop)
                outbox.Say(EventNames.StopMoved, id.Value, position.Scope, new StopMoved(id, stop, wish.Explanation));
            if (wish.Exit is { } reason)
                outbox.Say(EventNames.ExitRequested, id.Value, position.Scope, new ExitRequested(id, reason, wish.Price, wish.Explanation));
        }
    }

    /// <summary>What a message makes of one trade of a book.</summary>
    /// <param name="IsNone">Whether that is nothing new.</param>
    /// <param name="MayWant">Whether any trade of the book may want something by this message.</param>
    private readonly record struct TradeStep(WatchedTrade? Before, WatchedTrade After, PositionBook Book, bool IsNone, bool MayWant);

    private static InvalidOperationException Contended(string account, Symbol symbol) =>
        new($"The position book {PositionBooks.KeyOf(account, symbol)} changed under {MostAttempts} attempts to save it. The message will come again.");
}
