using Trading.Trades;

namespace Trading.Simulation;

/// <summary>A trade that holds shares is never ended; one that ended and gets a fill after all lives again.</summary>
internal sealed class NoTradeWithSharesEnds : Invariant
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(1);

    private DateTimeOffset _nextLook;
    private readonly Dictionary<TrueTrade, DateTimeOffset> _suspects = [];

    public override int Number => 8;

    public override string Name => "a trade holding shares is never ended";

    public override void OnTrade(Trade? before, Trade after)
    {
        if (after.State.IsEnded() && after.Held != 0) Violate($"{after.Id} is {after.State} and holds {after.Held}", after.Id);
    }

    public override void AfterStep()
    {
        var now = World.Now;
        if (now < _nextLook) return;
        _nextLook = now + BetweenLooks;
        if (!World.Days.IsOpenAt(now)) return;
        foreach (var trade in Truth.Busy)
        {
            if (trade.Held == 0 || Store.Peek<Trade>(LifecycleKeys.KeyOf(trade.Id)) is { } stored && !stored.State.IsEnded())
            {
                _suspects.Remove(trade);
                continue;
            }
            _suspects.TryAdd(trade, now);
            var since = _suspects[trade];
            if (World.Faults.CalmSince > since) since = World.Faults.CalmSince;
            if (World.Days.OpenedAt(now) is var opened && opened > since) since = opened;
            if (now - since > SharesAreProtected.Grace) Violate($"{trade.Id} holds {trade.Held} at the broker and is ended here", trade.Id);
        }
    }
}
