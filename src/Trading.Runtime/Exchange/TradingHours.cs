using Trading.MarketData;
using Trading.Orders;

namespace Trading.Runtime.Exchange;

/// <summary>What the calendar means for orders. Remembers the session it was asked for last.</summary>
internal sealed class TradingHours(IMarketCalendar calendar)
{
    private Session? _session;
    private long _from = long.MaxValue;
    private long _open;
    private long _close;
    private long _until;

    /// <summary>The session that holds the time, or the next one.</summary>
    public Session SessionAt(long time)
    {
        if (_session is null || time < _from || time >= _until) Load(time);
        return _session!;
    }

    public SessionPhase PhaseAt(long time)
    {
        if (time < _from || time >= _until) Load(time);
        return time >= _open && time < _close ? SessionPhase.Regular : _session!.PhaseAt(Moment.TimeOf(time));
    }

    public Session After(Session session) => calendar.CurrentOrNext(session.AfterHoursClose);

    /// <summary>When an order taken at a time ends by itself, and when its auction is.</summary>
    public (long ExpiresAt, long AuctionAt) Life(OrderTerms terms, long takenAt)
    {
        if (terms.TimeInForce == TimeInForce.GoodTilCanceled) return (long.MaxValue, 0);
        var session = SessionAt(takenAt);
        var last = terms.TimeInForce == TimeInForce.AtTheOpen ? session.Open.UtcTicks + 1
            : terms.ExtendedHours ? session.AfterHoursClose.UtcTicks
            : session.Close.UtcTicks;
        if (takenAt >= last) session = After(session);
        return terms.TimeInForce switch
        {
            TimeInForce.AtTheOpen => (session.Close.UtcTicks, session.Open.UtcTicks),
            // The closing price may be told only after the close, so that the order outlives it.
            TimeInForce.AtTheClose => (session.AfterHoursClose.UtcTicks, session.Close.UtcTicks),
            _ => ((terms.ExtendedHours ? session.AfterHoursClose : session.Close).UtcTicks, 0),
        };
    }

    private void Load(long time)
    {
        _session = calendar.CurrentOrNext(Moment.TimeOf(time));
        _from = Math.Min(time, _session.PreMarketOpen.UtcTicks);
        _open = _session.Open.UtcTicks;
        _close = _session.Close.UtcTicks;
        _until = _session.AfterHoursClose.UtcTicks;
    }
}
