using Trading.Orders;

namespace Trading.Simulation;

/// <summary>Filled shares are protected by a live stop at the broker, or are being sold, within a time of all being well.</summary>
internal sealed class SharesAreProtected : Invariant
{
    /// <summary>How long after the last fault, in an open market, shares may go without.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(6);

    private readonly List<(TrueTrade Trade, DateTimeOffset Since)> _bare = [];

    public override int Number => 3;

    public override string Name => "filled shares are protected";

    public override void OnExchange(TrueOrder order)
    {
        var trade = order.Trade;
        var place = _bare.FindIndex(bare => bare.Trade == trade);
        var isBare = trade.Held != 0 && !IsProtected(trade);
        if (isBare && place < 0) _bare.Add((trade, World.Now));
        else if (!isBare && place >= 0) _bare.RemoveAt(place);
    }

    public override void AfterStep()
    {
        if (_bare.Count == 0) return;
        var now = World.Now;
        if (!World.Days.IsOpenAt(now)) return;
        foreach (var (trade, since) in _bare)
        {
            var from = Later(Later(since, World.Faults.CalmSince), World.Days.OpenedAt(now));
            if (now - from > Grace) Violate($"{trade.Id} holds {trade.Held} since {since:u}, and no stop or exit has been at work for them", trade.Id);
        }
    }

    private static bool IsProtected(TrueTrade trade)
    {
        var stopped = 0m;
        foreach (var order in trade.Orders)
        {
            if (!order.IsLive) continue;
            if (order.Role == OrderRole.Exit) return true;
            if (order.Role == OrderRole.Stop) stopped += order.Remaining;
        }
        return stopped >= Math.Abs(trade.Held);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
