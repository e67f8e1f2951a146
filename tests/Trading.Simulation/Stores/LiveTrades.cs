using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>The trades that have not ended, in the order of their ids.</summary>
internal sealed record LiveTrades(ImmutableArray<TradeId> Ids)
{
    public static StateKey Key { get; } = new("trades", "live");

    public static LiveTrades None { get; } = new([]);

    public LiveTrades With(TradeId id)
    {
        var index = 0;
        while (index < Ids.Length && string.CompareOrdinal(Ids[index].Value, id.Value) < 0) index++;
        return index < Ids.Length && Ids[index] == id ? this : new(Ids.Insert(index, id));
    }

    public LiveTrades Without(TradeId id) => Ids.Contains(id) ? new(Ids.Remove(id)) : this;
}
