using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Positions;

namespace Trading.Agents;

/// <summary>A position book as it was loaded, with the watches of its open trades brought up to the newest price in place.</summary>
/// <remarks>
/// The watches are kept beside the book so that a price that decides nothing makes no garbage; <see cref="ToBook"/> puts them
/// back. Not for several threads.
/// </remarks>
internal sealed class LoadedBook
{
    private readonly PositionBook _book;
    private readonly OpenTrade[] _open;
    private Message? _observed;
    private WatchChange _change;
    private readonly bool _hasWanted;
    private bool _isBehind;

    public LoadedBook(IStateSlot<PositionBook> slot, PositionBook book, long version)
    {
        Slot = slot;
        _book = book;
        Version = version;
        var open = 0;
        foreach (var trade in book.Trades)
        {
            if (trade.IsOpen) open++;
            _hasWanted |= trade.Wanted is not null;
        }
        _open = open == 0 ? [] : new OpenTrade[open];
        for (var i = book.Trades.Length - 1; open > 0; i--)
            if (book.Trades[i] is { IsOpen: true } trade) _open[--open] = new OpenTrade(i, trade);
    }

    /// <summary>Where it was loaded from.</summary>
    public IStateSlot<PositionBook> Slot { get; }

    /// <summary>The book as it was loaded.</summary>
    public PositionBook Stored => _book;

    public string Account => _book.Account;

    public Symbol Symbol => _book.Symbol;

    public long Version { get; }

    /// <summary>Whether any trade holds shares.</summary>
    public bool HasOpen => _open.Length > 0;

    /// <summary>Whether any trade wanted something when it was loaded, or does by now.</summary>
    public bool MayWant
    {
        get
        {
            if (_hasWanted) return true;
            foreach (ref readonly var open in _open.AsSpan())
                if (open.Wish is not null) return true;
            return false;
        }
    }

    /// <summary>Takes in market data once, however often it is asked to.</summary>
    public WatchChange Observe(WatchRules rules, Message message, DateTimeOffset now)
    {
        if (ReferenceEquals(_observed, message)) return _change;
        if (WasDecidedBy(message.Id)) return WatchChange.Decided;
        _change = WatchChange.None;
        if (message.Data is QuoteUpdated { Quote: var quote })
        {
            foreach (ref var open in _open.AsSpan()) Take(ref open, rules.OnQuote(open.Trade, ref open.Watch, quote, now, out var wish), wish);
        }
        else if (message.Data is BarsReceived received)
        {
            foreach (ref readonly var bar in received.Bars.AsSpan())
                foreach (ref var open in _open.AsSpan()) Take(ref open, rules.OnBar(open.Trade, ref open.Watch, bar, received.Period, now, out var wish), wish);
        }
        _observed = message;
        return _change;
    }

    /// <summary>Takes in a bar. Where it decides something, its message is known as taken in.</summary>
    public WatchChange Observe(WatchRules rules, BarTold told, DateTimeOffset now)
    {
        if (_hasWanted && WasDecidedBy(told.Id)) return WatchChange.Decided;
        _change = WatchChange.None;
        foreach (ref var open in _open.AsSpan()) Take(ref open, rules.OnBar(open.Trade, ref open.Watch, told.Bar, told.Period, now, out var wish), wish);
        _observed = _change == WatchChange.Decided ? told.Message : null;
        return _change;
    }

    /// <summary>Whether a message was decided on and saved before, so that what it brought about is only to be said again.</summary>
    public bool WasDecidedBy(MessageId cause)
    {
        if (!_hasWanted) return false;
        foreach (var trade in _book.Trades)
            if (trade.Wanted is { } wanted && wanted.Cause == cause) return true;
        return false;
    }

    /// <summary>The book with the watches as they are now, and with what the message made them want.</summary>
    public PositionBook ToBook(MessageId cause)
    {
        if (!_isBehind) return _book;
        var trades = _book.Trades.ToBuilder();
        foreach (ref readonly var open in _open.AsSpan())
            trades[open.Index] = open.Wish is { } wish
                ? open.Trade with { Watch = open.Watch, Wanted = new Wanted(cause, wish) }
                : open.Trade with { Watch = open.Watch };
        return _book with { Trades = trades.MoveToImmutable() };
    }

    /// <summary>The trade of an order as it was loaded, or null where the book does not have it.</summary>
    public WatchedTrade? FindFor(OrderId order)
    {
        for (var i = _book.Trades.Length - 1; i >= 0; i--)
            if (order.IsOf(_book.Trades[i].Position.TradeId)) return _book.Trades[i];
        return null;
    }

    /// <summary>What is remembered of the market by now for a trade that was loaded.</summary>
    public ref readonly Watch WatchOf(WatchedTrade trade)
    {
        foreach (ref readonly var open in _open.AsSpan())
            if (ReferenceEquals(open.Trade, trade)) return ref open.Watch;
        return ref trade.WatchInPlace;
    }

    /// <summary>The book with a trade that was made of one that was loaded, or of none, and with the other watches as they are by now.</summary>
    public PositionBook With(WatchedTrade made, WatchedTrade? from, MessageId cause)
    {
        var isRestBehind = false;
        foreach (ref readonly var open in _open.AsSpan()) isRestBehind |= _isBehind && !ReferenceEquals(open.Trade, from);
        return (isRestBehind ? ToBook(cause) : _book).With(made);
    }

    private void Take(ref OpenTrade open, WatchChange change, Wish? wish)
    {
        if (change > _change) _change = change;
        if (change != WatchChange.None) _isBehind = true;
        if (wish is not null) open.Wish = wish;
    }

    private struct OpenTrade(int index, WatchedTrade trade)
    {
        /// <summary>Its place in the book.</summary>
        public readonly int Index = index;
        public readonly WatchedTrade Trade = trade;
        public Watch Watch = trade.WatchInPlace;
        public Wish? Wish;
    }
}
