using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Orders;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Brokers;
using Trading.Runtime.Data;
using Trading.Runtime.Exchange;

namespace Trading.Runtime.Desks;

/// <summary>A paper account at a simulated exchange that replays bars, and outlives the process: its calls are kept and made again.</summary>
/// <remarks>The exchange is deterministic, so the same bars and calls make the same account. News that nobody took before a restart is not told again; a desk asks.</remarks>
public sealed class PaperExchange : IVenue, IBroker
{
    /// <summary>The breaker of paper accounts that need no wire.</summary>
    public const string BreakerName = "paper";

    private readonly VirtualClock _clock = new();
    private readonly SimulatedExchange _exchange;
    private readonly BarCursor _cursor;
    private readonly PaperLog _log;
    private readonly BarShelf _shelf = new();
    private readonly TimeProvider _time;
    private readonly ImmutableArray<Symbol> _symbols;
    private readonly Lock _lock = new();
    private readonly List<(Symbol Symbol, Bar Bar)> _shown = [];
    private readonly bool _keepsShown;
    private bool _hasBar;
    private long _bars;

    /// <param name="time">The time at which calls are taken.</param>
    /// <param name="keepsShown">Whether <see cref="BarsFrom"/> is asked, for desks in other processes.</param>
    public PaperExchange(string account, IMarketCalendar calendar, HistoricalData data, ExchangeOptions options, PaperLog log, TimeProvider time, bool keepsShown = false)
    {
        _exchange = new SimulatedExchange(account, calendar, _clock, options);
        (_log, _time, _keepsShown) = (log, time, keepsShown);
        _symbols = [.. data.Series.Select(series => series.Symbol)];
        Watched = [.. data.Series.Select(series => (series.Symbol, series.Period))];
        _cursor = data.OpenCursor();
        _hasBar = _cursor.MoveNext();
        if (_hasBar) _clock.SetTo(_cursor.Current.Start);
        Begin = _clock.GetUtcNow();
        foreach (var call in log.Calls)
        {
            while (_hasBar && _bars < call.Bars) ShowBar();
            SetTo(call.Time);
            _ = Make(call);
        }
        while (_exchange.TryTakeUpdate(out _)) continue;
    }

    /// <summary>When the data begins, in UTC.</summary>
    public DateTimeOffset Begin { get; }

    /// <summary>The time of the exchange: as far as it has been brought.</summary>
    public DateTimeOffset Now
    {
        get { lock (_lock) return _clock.GetUtcNow(); }
    }

    public string Account => _exchange.Account;

    public string Breaker => BreakerName;

    public IMarketDataSource MarketData => _shelf;

    public IBarHistory History => _shelf;

    public IMarketDataSource NewBars => _shelf;

    public TimeSpan? SweepsEvery => null;

    public ImmutableArray<(Symbol Symbol, BarPeriod Period)> Watched { get; }

    public DateTimeOffset? NextTime
    {
        get { lock (_lock) return _hasBar ? _cursor.Current.End : null; }
    }

    public bool HasEnded => NextTime is null;

    public IBroker Open(VenueParts parts) => PaperGuard.Of(this, parts);

    public ValueTask<AccountProblem?> ProblemAsync(CancellationToken cancellation) => new(default(AccountProblem));

    public bool TryTakeSweep(out DateTimeOffset since)
    {
        since = default;
        return false;
    }

    /// <summary>The bars that were shown, from the how-manieth on.</summary>
    public IReadOnlyList<(Symbol Symbol, Bar Bar)> BarsFrom(long from, int most)
    {
        lock (_lock) return [.. _shown.Skip((int)from).Take(most)];
    }

    public ValueTask AdvanceAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        lock (_lock)
        {
            while (_hasBar && _cursor.Current.End <= now) ShowBar();
            SetTo(now);
        }
        return ValueTask.CompletedTask;
    }

    public bool TryTakeUpdate([NotNullWhen(true)] out BrokerUpdate? update)
    {
        lock (_lock) return _exchange.TryTakeUpdate(out update);
    }

    public ValueTask<BrokerAnswer<BrokerOrder>> SubmitAsync(OrderTicket ticket, CancellationToken cancellation) =>
        new(Take((bars, now) => new PaperCall(bars, now, ticket, null, null, null, null)));

    public ValueTask<BrokerAnswer<BrokerOrder>> CancelAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
        new(Take((bars, now) => new PaperCall(bars, now, null, clientOrderId, brokerOrderId, null, null)));

    public ValueTask<BrokerAnswer<BrokerOrder>> ReplaceAsync(
        string clientOrderId, string? brokerOrderId, string newClientOrderId, OrderTerms terms, CancellationToken cancellation) =>
        new(Take((bars, now) => new PaperCall(bars, now, null, clientOrderId, brokerOrderId, newClientOrderId, terms)));

    public ValueTask<BrokerAnswer<BrokerOrder>> FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
        Ask(broker => broker.FindAsync(clientOrderId, brokerOrderId, cancellation));

    public ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> OrdersAsync(DateTimeOffset since, CancellationToken cancellation) =>
        Ask(broker => broker.OrdersAsync(since, cancellation));

    public ValueTask<BrokerAnswer<ImmutableArray<BrokerPosition>>> PositionsAsync(CancellationToken cancellation) =>
        Ask(broker => broker.PositionsAsync(cancellation));

    public ValueTask<BrokerAnswer<BrokerAccount>> AccountAsync(CancellationToken cancellation) => Ask(broker => broker.AccountAsync(cancellation));

    public ValueTask DisposeAsync()
    {
        _cursor.Dispose();
        _log.Dispose();
        return ValueTask.CompletedTask;
    }

    private BrokerAnswer<BrokerOrder> Take(Func<long, DateTimeOffset, PaperCall> make)
    {
        lock (_lock)
        {
            SetTo(_time.GetUtcNow());
            var call = make(_bars, _clock.GetUtcNow());
            _log.Append(call);
            return Make(call);
        }
    }

    private BrokerAnswer<BrokerOrder> Make(PaperCall call) => call switch
    {
        { Ticket: { } ticket } => Finish(_exchange.SubmitAsync(ticket, CancellationToken.None)),
        { NewClientOrderId: { } next, Terms: { } terms } => Finish(_exchange.ReplaceAsync(call.ClientOrderId!, call.BrokerOrderId, next, terms, CancellationToken.None)),
        _ => Finish(_exchange.CancelAsync(call.ClientOrderId!, call.BrokerOrderId, CancellationToken.None)),
    };

    /// <summary>The simulated exchange answers at once.</summary>
    private static T Finish<T>(ValueTask<T> answer) => answer.IsCompletedSuccessfully ? answer.Result : throw new UnreachableException();

    private ValueTask<T> Ask<T>(Func<SimulatedExchange, ValueTask<T>> ask)
    {
        lock (_lock) return ask(_exchange);
    }

    private void ShowBar()
    {
        var symbol = _symbols[_cursor.SymbolIndex];
        SetTo(_cursor.Current.End);
        _exchange.OnBar(symbol, in _cursor.Current);
        _shelf.Push(symbol, in _cursor.Current);
        if (_keepsShown) _shown.Add((symbol, _cursor.Current));
        _bars++;
        _hasBar = _cursor.MoveNext();
    }

    private void SetTo(DateTimeOffset time)
    {
        if (time > _clock.GetUtcNow()) _clock.SetTo(time);
    }
}
