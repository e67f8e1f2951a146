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
    /// <summary>The most bars in one message: more would not fit what a message may carry.</summary>
    public const int MostBarsOfMessage = 256;

    private readonly IMarketDataSource _source;
    private readonly IMarketCalendar _calendar;
    private readonly ImmutableArray<Watched> _watched;
    private Session? _session;
    private DateTimeOffset _phaseBegan = DateTimeOffset.MaxValue;
    private DateTimeOffset _phaseEnds;

    public MarketDataAgent(IMarketDataSource source, IMarketCalendar calendar, IEnumerable<(Symbol Symbol, BarPeriod Period)> watched)
    {
        _source = source;
        _calendar = calendar;
        _watched = [.. watched.Select(w => new Watched(w.Symbol, w.Period, Scope.OfMarket(w.Symbol), BarTold.RootOf(w.Symbol, w.Period), new BarTold(Name, w.Symbol, w.Period)))];
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
                for (var at = 0; at < bars.Length; at += MostBarsOfMessage)
                    outbox.Say(EventNames.BarsReceived, request.Symbol.Value, Scope.OfMarket(request.Symbol), new BarsReceived(request.Symbol, request.Period, Part(bars, at)));
                break;
            case SessionRequested:
                var session = _calendar.CurrentOrNext(outbox.Time);
                outbox.Say(EventNames.SessionChanged, "session", Scope.Desk, new SessionChanged(session, session.PhaseAt(outbox.Time)));
                break;
        }
    }

    /// <summary>One tick of the timer: the part of the day that began, and the bars that ended, after <paramref name="from"/> and not after <paramref name="to"/>.</summary>
    public async ValueTask PollAsync(DateTimeOffset from, DateTimeOffset to, Outbox outbox, CancellationToken cancellation)
    {
        SaySessionChange(from, to, outbox);
        for (var i = 0; i < _watched.Length; i++) await PollAsync(i, from, to, outbox, cancellation);
    }

    /// <summary>The part of the day that began between two ticks, for a host that knows which symbols have news and polls those alone.</summary>
    public void PollSession(DateTimeOffset from, DateTimeOffset to, Outbox outbox) => SaySessionChange(from, to, outbox);

    /// <summary>Whether <see cref="PollSession"/> may have something to say; at most ticks it is sure that it has not.</summary>
    public bool MayTellOfSession(DateTimeOffset from, DateTimeOffset to) => from < _phaseBegan || to >= _phaseEnds;

    /// <summary>One tick for one of the watched symbols, by its place in the list.</summary>
    public ValueTask PollAsync(int watched, DateTimeOffset from, DateTimeOffset to, Outbox outbox, CancellationToken cancellation)
    {
        var (symbol, period) = (_watched[watched].Symbol, _watched[watched].Period);
        var pending = _source.BarsAsync(symbol, period, from, to, cancellation);
        if (!pending.IsCompletedSuccessfully) return FinishAsync(pending, _watched[watched], outbox);
        SayBars(_watched[watched], pending.Result, outbox);
        return ValueTask.CompletedTask;
    }

    /// <summary>Tells of a bar of one of the watched symbols that the host was shown: the same as a tick that finds this one bar.</summary>
    /// <returns>Good until there is a newer bar in its place.</returns>
    public BarTold Tell(int watched, NewestBar newest, DateTimeOffset now)
    {
        var told = _watched[watched].Told;
        told.Begin(newest, now);
        return told;
    }

    private static async ValueTask FinishAsync(ValueTask<ImmutableArray<Bar>> pending, Watched watched, Outbox outbox) =>
        SayBars(watched, await pending, outbox);

    private static void SayBars(Watched watched, ImmutableArray<Bar> bars, Outbox outbox)
    {
        if (bars.IsDefaultOrEmpty) return;
        for (var at = 0; at < bars.Length; at += MostBarsOfMessage)
        {
            var part = Part(bars, at);
            outbox.SayOnce(BarTold.IdOf(watched.Root, part[^1]), EventNames.BarsReceived, watched.Symbol.Value, watched.Scope, new BarsReceived(watched.Symbol, watched.Period, part));
        }
    }

    private static ImmutableArray<Bar> Part(ImmutableArray<Bar> bars, int at) =>
        bars.Length <= MostBarsOfMessage ? bars : bars.Slice(at, Math.Min(MostBarsOfMessage, bars.Length - at));

    private void SaySessionChange(DateTimeOffset from, DateTimeOffset to, Outbox outbox)
    {
        if (!MayTellOfSession(from, to)) return;
        var session = _session is { } known && to >= known.PreMarketOpen && to < known.AfterHoursClose ? known : _calendar.CurrentOrNext(to);
        var phase = session.PhaseAt(to);
        // Within one session the phases follow each other, so a phase that was not there at the last tick has just begun.
        var before = session == _session ? session.PhaseAt(from) : (SessionPhase?)null;
        _session = session;
        (_phaseBegan, _phaseEnds) = session.BoundsOf(phase);
        if (phase == before) return;
        var id = MessageId.From("session", session.Date.DayNumber * 4L + (int)phase);
        outbox.SayOnce(id, EventNames.SessionChanged, "session", Scope.Desk, new SessionChanged(session, phase));
    }

    private sealed record Watched(Symbol Symbol, BarPeriod Period, Scope Scope, MessageId Root, BarTold Told);
}
