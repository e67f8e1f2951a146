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
    private readonly Entry[][] _runs;

    /// <summary>How many of the first run are forgotten.</summary>
    private readonly int _forgotten;

    private EndedTrades(Entry[][] runs, int forgotten, int count) => (_runs, _forgotten, Count) = (runs, forgotten, count);

    public static EndedTrades None { get; } = new([], 0, 0);

    public int Count { get; }

    public TradeExposure? Find(TradeId id) => TryFind(id, out var run, out var place) ? _runs[run][place].Trade : null;

    /// <summary>With a trade in the place of the one of its id, or as the newest, which may have the oldest forgotten.</summary>
    internal EndedTrades With(TradeExposure trade)
    {
        var entry = new Entry(trade.Id.GetHashCode(), trade);
        return TryFind(trade.Id, out var run, out var place) ? With(run, place, entry) : Add(entry);
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
            for (var place = run == 0 ? _forgotten : 0; place < _runs[run].Length; place++) yield return _runs[run][place].Trade;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private EndedTrades With(int run, int place, Entry entry)
    {
        var runs = _runs.AsSpan().ToArray();
        runs[run] = runs[run].AsSpan().ToArray();
        runs[run][place] = entry;
        return new EndedTrades(runs, _forgotten, Count);
    }

    private EndedTrades Add(Entry entry)
    {
        var isFull = Count == Portfolio.MostEndedTrades;
        var forgotten = isFull ? _forgotten + 1 : _forgotten;
        var kept = forgotten == RunLength ? _runs.AsSpan(1) : _runs;
        Entry[] last = kept is [.., { Length: < RunLength } open] ? [.. open, entry] : [entry];
        if (last.Length > 1) kept = kept[..^1];
        return new EndedTrades([.. kept, last], forgotten % RunLength, isFull ? Count : Count + 1);
    }

    /// <summary>Where a trade is, the newest looked at first.</summary>
    private bool TryFind(TradeId id, out int run, out int place)
    {
        var hash = id.GetHashCode();
        place = -1;
        for (run = _runs.Length - 1; run >= 0; run--)
        {
            var entries = _runs[run];
            var first = run == 0 ? _forgotten : 0;
            for (place = entries.Length - 1; place >= first; place--)
                if (entries[place].Hash == hash && entries[place].Trade.Id == id) return true;
        }
        return false;
    }

    private readonly record struct Entry(int Hash, TradeExposure Trade);
}
