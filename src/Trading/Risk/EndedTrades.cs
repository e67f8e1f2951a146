using System.Collections;
using System.Text.Json.Serialization;
using Trading.Messages;
using Trading.Trades;

namespace Trading.Risk;

/// <summary>The trades of an account that ended last, oldest first; at most <see cref="Portfolio.MostEndedTrades"/>.</summary>
/// <remarks>
/// Immutable. Held in short runs, which one and the next share: each trade that ends makes another of these. The hash of each id
/// stands beside it, so that looking for a trade that is not there, as every review does, does not go through them one by one.
/// </remarks>
[JsonConverter(typeof(EndedTradesJsonConverter))]
public sealed class EndedTrades : IReadOnlyCollection<TradeExposure>
{
    private const int RunLength = 16;

    /// <summary>Every run is full, save the last.</summary>
    private readonly Run[] _runs;

    /// <summary>How many of the first run are forgotten.</summary>
    private readonly int _forgotten;

    private EndedTrades(Run[] runs, int forgotten, int count) => (_runs, _forgotten, Count) = (runs, forgotten, count);

    public static EndedTrades None { get; } = new([], 0, 0);

    public int Count { get; }

    public TradeExposure? Find(TradeId id) => TryFind(id, out var run, out var place) ? _runs[run].Trades[place] : null;

    /// <summary>With a trade in the place of the one of its id, or as the newest, which may have the oldest forgotten.</summary>
    internal EndedTrades With(TradeExposure trade)
    {
        if (!TryFind(trade.Id, out var run, out var place)) return WithNewest(trade);
        var runs = _runs.AsSpan().ToArray();
        runs[run] = runs[run].With(place, trade);
        return new EndedTrades(runs, _forgotten, Count);
    }

    /// <summary>With a trade whose id is none of theirs as the newest, which may have the oldest forgotten.</summary>
    internal EndedTrades WithNewest(TradeExposure trade)
    {
        var isFull = Count == Portfolio.MostEndedTrades;
        var forgotten = isFull ? _forgotten + 1 : _forgotten;
        var kept = forgotten == RunLength ? _runs.AsSpan(1) : _runs;
        var isOpen = kept is [.., { Trades.Length: < RunLength }];
        var last = isOpen ? kept[^1].Add(trade) : Run.Of(trade);
        if (isOpen) kept = kept[..^1];
        return new EndedTrades([.. kept, last], forgotten % RunLength, isFull ? Count : Count + 1);
    }

    internal EndedTrades Without(TradeId id)
    {
        if (!TryFind(id, out _, out _)) return this;
        var rest = None;
        foreach (var trade in this)
            if (trade.Id != id) rest = rest.With(trade);
        return rest;
    }

    public IEnumerator<TradeExposure> GetEnumerator()
    {
        for (var run = 0; run < _runs.Length; run++)
            for (var place = run == 0 ? _forgotten : 0; place < _runs[run].Trades.Length; place++) yield return _runs[run].Trades[place];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Where a trade is, the newest looked at first.</summary>
    private bool TryFind(TradeId id, out int run, out int place)
    {
        var hash = id.GetHashCode();
        place = -1;
        for (run = _runs.Length - 1; run >= 0; run--)
        {
            place = _runs[run].LastIndexOf(id, hash);
            if (place >= (run == 0 ? _forgotten : 0)) return true;
        }
        return false;
    }

    /// <summary>Trades in the order in which they ended, and the hashes of their ids in the same order.</summary>
    private sealed class Run(int[] hashes, TradeExposure[] trades)
    {
        public TradeExposure[] Trades => trades;

        public static Run Of(TradeExposure trade) => new([trade.Id.GetHashCode()], [trade]);

        public Run Add(TradeExposure trade) => new([.. hashes, trade.Id.GetHashCode()], [.. trades, trade]);

        public Run With(int place, TradeExposure trade)
        {
            var changed = trades.AsSpan().ToArray();
            changed[place] = trade;
            return new Run(hashes, changed);
        }

        public int LastIndexOf(TradeId id, int hash)
        {
            var place = hashes.AsSpan().LastIndexOf(hash);
            while (place >= 0 && trades[place].Id != id) place = hashes.AsSpan(0, place).LastIndexOf(hash);
            return place;
        }
    }
}
