using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Positions;

/// <summary>The trades of one account in one symbol that hold shares, or held some a short while ago.</summary>
/// <remarks>
/// A value: every change makes another book, and what changes nothing gives the same one. Bounded: closed trades are
/// remembered up to a number, so that a message that comes again is known for what it is.
/// </remarks>
public sealed record PositionBook(string Account, Symbol Symbol)
{
    /// <summary>The kind of value it is in the state store.</summary>
    public const string Kind = "positions";

    /// <summary>Every trade, in order of its id.</summary>
    public ImmutableArray<WatchedTrade> Trades { get; init; } = [];

    /// <summary>Shares held by all trades together, with their sign.</summary>
    [JsonIgnore]
    public decimal Quantity
    {
        get
        {
            var quantity = 0m;
            foreach (var trade in Trades) quantity += trade.Position.Quantity;
            return quantity;
        }
    }

    /// <summary>Whose book it is, in the key it is stored under.</summary>
    public static string OwnerOf(string account, Symbol symbol) => $"{account}/{symbol.Value}";

    public WatchedTrade? Find(TradeId trade)
    {
        foreach (var there in Trades)
            if (there.Position.TradeId == trade) return there;
        return null;
    }

    /// <summary>Books an execution of a trade; the same book when it is booked already.</summary>
    /// <param name="scope">The trade's scope where it is at hand; else it is read from the id.</param>
    /// <exception cref="ArgumentException">The quantity or the price is not above zero.</exception>
    public PositionBook Book(TradeId trade, Fill fill, Scope? scope = null) =>
        With(Find(trade) is { } there ? there.Book(fill, there.Watch) : WatchedTrade.First(trade, scope ?? trade.ScopeIn(Account), fill));

    /// <summary>Takes in the plan of a trade that opened; the same book when it is known already.</summary>
    public PositionBook Open(TradeOpened opened)
    {
        var there = FindOrBegin(opened.TradeId);
        return With(there.Open(opened, there.Watch));
    }

    /// <summary>Stops watching a trade that closed, and forgets those that closed longest ago beyond the number kept.</summary>
    public PositionBook Close(TradeId trade, DateTimeOffset closedAt, int kept)
    {
        var there = FindOrBegin(trade);
        return there.ClosedAt is not null ? this : With(there.Close(closedAt, there.Watch)).Keeping(kept);
    }

    /// <summary>Puts every trade into new shares; the same book when the split is known already.</summary>
    /// <inheritdoc cref="Position.ApplySplit"/>
    public PositionBook ApplySplit(Split split, DateTimeOffset at)
    {
        var book = this;
        foreach (var trade in Trades)
            if (trade.ApplySplit(split, at) is var adjusted && !ReferenceEquals(adjusted, trade)) book = book.With(adjusted);
        return book;
    }

    /// <summary>Puts a trade into the place of the one with its id, or where its id belongs; the same book when it is there already.</summary>
    internal PositionBook With(WatchedTrade trade)
    {
        var id = trade.Position.TradeId;
        for (var i = Trades.Length - 1; i >= 0; i--)
            if (Trades[i].Position.TradeId == id) return ReferenceEquals(Trades[i], trade) ? this : this with { Trades = Trades.SetItem(i, trade) };
        var index = Trades.Length;
        while (index > 0 && string.CompareOrdinal(Trades[index - 1].Position.TradeId.Value, id.Value) > 0) index--;
        return this with { Trades = Trades.Insert(index, trade) };
    }

    /// <summary>The book without the trades that closed longest ago, beyond the number kept.</summary>
    internal PositionBook Keeping(int kept)
    {
        var book = this;
        while (book.Oldest(kept) is >= 0 and var oldest) book = book with { Trades = book.Trades.RemoveAt(oldest) };
        return book;
    }

    private WatchedTrade FindOrBegin(TradeId trade) => Find(trade) ?? WatchedTrade.Empty(trade, Account);

    /// <summary>The place of the trade that closed longest ago, when more are kept than may be; else below zero.</summary>
    private int Oldest(int kept)
    {
        var done = 0;
        var oldest = -1;
        for (var i = 0; i < Trades.Length; i++)
        {
            if (!Trades[i].IsDone) continue;
            done++;
            if (oldest < 0 || Trades[i].ClosedAt < Trades[oldest].ClosedAt) oldest = i;
        }
        return done > kept ? oldest : -1;
    }
}
