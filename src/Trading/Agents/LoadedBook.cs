using Trading.MarketData;
using Trading.Messages;
using Trading.Positions;

namespace Trading.Agents;

/// <summary>A position book as it was loaded, with the watches of its trades brought up to the newest price in place.</summary>
/// <remarks>
/// The watches are kept beside the book so that a price that decides nothing makes no garbage; <see cref="ToBook"/> puts them
/// back. Not for several threads.
/// </remarks>
internal sealed class LoadedBook
{
    private readonly PositionBook _book;
    private readonly Watch[] _watches;
    private Wish?[] _wishes = [];
    private Message? _observed;
    private WatchChange _change;

    public LoadedBook(PositionBook book, long version)
    {
        _book = book;
        Version = version;
        _watches = new Watch[book.Trades.Length];
        for (var i = 0; i < _watches.Length; i++)
        {
            _watches[i] = book.Trades[i].Watch;
            HasOpen |= book.Trades[i].IsOpen;
        }
    }

    public string Account => _book.Account;

    public Symbol Symbol => _book.Symbol;

    public long Version { get; }

    /// <summary>Whether any trade holds shares.</summary>
    public bool HasOpen { get; }

    /// <summary>Takes in market data once, however often it is asked to.</summary>
    public WatchChange Observe(WatchRules rules, Message message, DateTimeOffset now)
    {
        if (ReferenceEquals(_observed, message)) return _change;
        if (WasDecidedBy(message.Id)) return WatchChange.Decided;
        _change = WatchChange.None;
        if (message.Data is QuoteUpdated { Quote: var quote })
        {
            for (var i = 0; i < _watches.Length; i++)
                if (_book.Trades[i] is { IsOpen: true } trade) Take(i, rules.OnQuote(trade, ref _watches[i], quote, now, out var wish), wish);
        }
        else if (message.Data is BarsReceived received)
        {
            foreach (ref readonly var bar in received.Bars.AsSpan())
                for (var i = 0; i < _watches.Length; i++)
                    if (_book.Trades[i] is { IsOpen: true } trade) Take(i, rules.OnBar(trade, ref _watches[i], bar, received.Period, now, out var wish), wish);
        }
        _observed = message;
        return _change;
    }

    /// <summary>Whether a message was decided on and saved before, so that what it brought about is only to be said again.</summary>
    public bool WasDecidedBy(MessageId cause)
    {
        foreach (var trade in _book.Trades)
            if (trade.Wanted is { } wanted && wanted.Cause == cause) return true;
        return false;
    }

    /// <summary>The book with the watches as they are now, and with what the message made them want.</summary>
    public PositionBook ToBook(MessageId cause)
    {
        var trades = _book.Trades.ToBuilder();
        for (var i = 0; i < _watches.Length; i++)
        {
            if (_wishes.Length > i && _wishes[i] is { } wish)
                trades[i] = trades[i] with { Watch = _watches[i], Wanted = new Wanted(cause, wish) };
            else if (trades[i].Watch != _watches[i])
                trades[i] = trades[i] with { Watch = _watches[i] };
        }
        return _book with { Trades = trades.DrainToImmutable() };
    }

    private void Take(int index, WatchChange change, Wish? wish)
    {
        if (change > _change) _change = change;
        if (wish is null) return;
        if (_wishes.Length == 0) _wishes = new Wish?[_watches.Length];
        _wishes[index] = wish;
    }
}
