using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;

namespace Trading.Agents;

/// <summary>Brings quotes, bars and the trading day to the desk: on its timer, and when asked.</summary>
/// <remarks>
/// Holds nothing. What it says gets its id from the thing itself (symbol, period, end of the bar), so that a bar heard on two
/// ways is one message.
/// </remarks>
public sealed class MarketDataAgent : IAgent
{
    private readonly IMarketDataSource _source;
    private readonly IMarketCalendar _calendar;
    private readonly ImmutableArray<Watched> _watched;
    private Session? _session;

    public MarketDataAgent(IMarketDataSource source, IMarketCalendar calendar, IEnumerable<(Symbol Symbol, BarPeriod Period)> watched)
    {
        _source = source;
        _calendar = calendar;
        _watched = [.. watched.Select(w => new Watched(w.Symbol, w.Period, Scope.OfMarket(w.Symbol), MessageId.From($"bars/{w.Period}/{w.Symbol}")))];
    }

    public string Name => "marketdata";

    public ImmutableArray<EventPattern> Hears { get; } =
        [EventNames.QuoteRequested, EventNames.BarsRequested, EventNames.SessionRequested];

    public async ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation)
    {
        switch (message.Data)
        {
            case QuoteRequested request:
                if (await _source.QuoteAsync(request.Symbol, cancellation) is { } quote)
                    outbox.Say(EventNames.QuoteUpdated, quote.Symbol.Value, Scope.OfMarket(quote.Symbol), new QuoteUpdated(quote));
                break;
            case BarsRequested request:
                var bars = await _source.BarsAsync(request.Symbol, request.Period, request.From, request.To, cancellation);
                if (!bars.IsEmpty)
                    outbox.Say(EventNames.BarsReceived, request.Symbol.Value, Scope.OfMarket(request.Symbol), new BarsReceived(request.Symbol, request.Period, bars));
                break;
            case SessionRequested:
                var session = _calendar.CurrentOrNext(outbox.Time);
                outbox.Say(EventNames.SessionChanged, "session", Scope.Desk, new SessionChanged(session, session.PhaseAt(outbox.Time)));
                break;
        }
    }

    /// <summary>One tick of the timer: the bars that ended, and the part of the day that began, after <paramref name="from"/> and not after <paramref name="to"/>.</summary>
    public ValueTask PollAsync(DateTimeOffset from, DateTimeOffset to, Outbox outbox, CancellationToken cancellation)
    {
        SaySessionChange(from, to, outbox);
        for (var i = 0; i < _watched.Length; i++)
        {
            var watched = _watched[i];
            var pending = _source.BarsAsync(watched.Symbol, watched.Period, from, to, cancellation);
            if (!pending.IsCompletedSuccessfully) return FinishAsync(pending, i, from, to, outbox, cancellation);
            SayBars(watched, pending.Result, outbox);
        }
        return ValueTask.CompletedTask;
    }

    /// <summary>One tick for one symbol, where the host knows that nothing else has news.</summary>
    public void Say(int watched, ImmutableArray<Bar> bars, Outbox outbox) => SayBars(_watched[watched], bars, outbox);

    private async ValueTask FinishAsync(
        ValueTask<ImmutableArray<Bar>> pending, int index, DateTimeOffset from, DateTimeOffset to, Outbox outbox, CancellationToken cancellation)
    {
        SayBars(_watched[index], await pending, outbox);
        for (var i = index + 1; i < _watched.Length; i++)
            SayBars(_watched[i], await _source.BarsAsync(_watched[i].Symbol, _watched[i].Period, from, to, cancellation), outbox);
    }

    private static void SayBars(Watched watched, ImmutableArray<Bar> bars, Outbox outbox)
    {
        if (bars.IsDefaultOrEmpty) return;
        var id = MessageId.Derive(watched.Root, EventNames.BarsReceived, "", bars[^1].End.UtcTicks);
        outbox.SayOnce(id, EventNames.BarsReceived, watched.Symbol.Value, watched.Scope, new BarsReceived(watched.Symbol, watched.Period, bars));
    }

    private void SaySessionChange(DateTimeOffset from, DateTimeOffset to, Outbox outbox)
    {
        var session = _session is { } known && to >= known.PreMarketOpen && to < known.AfterHoursClose ? known : _calendar.CurrentOrNext(to);
        var phase = session.PhaseAt(to);
        // Within one session the phases follow each other, so a phase that was not there at the last tick has just begun.
        var before = ReferenceEquals(session, _session) ? session.PhaseAt(from) : (SessionPhase?)null;
        _session = session;
        if (phase == before) return;
        var id = MessageId.From("session", session.Date.DayNumber * 4L + (int)phase);
        outbox.SayOnce(id, EventNames.SessionChanged, "session", Scope.Desk, new SessionChanged(session, phase));
    }

    private sealed record Watched(Symbol Symbol, BarPeriod Period, Scope Scope, MessageId Root);
}
