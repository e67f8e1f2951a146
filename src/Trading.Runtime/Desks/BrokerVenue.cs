using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Runtime.Brokers;

namespace Trading.Runtime.Desks;

/// <summary>An account at a broker beyond a wire, as a venue: its bars and its news come in the background, so that no round of the desk waits for them.</summary>
/// <remarks>The background begins with the first <see cref="AdvanceAsync"/>. What fails there is begun again and told.</remarks>
public sealed partial class BrokerVenue : IVenue, IOrderNews, IMarketDataSource, IBarHistory
{
    private const int MostWaiting = 10_000;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenRefreshes = TimeSpan.FromMinutes(1);

    private readonly Func<VenueParts, IBrokerConnection> _connect;
    private readonly BarFeed _feed;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Channel<BrokerUpdate> _news = Channel.CreateBounded<BrokerUpdate>(MostWaiting);
    private readonly CancellationTokenSource _over = new();
    private readonly Lock _lock = new();
    private IBrokerConnection? _connection;
    private ImmutableArray<Task> _background = [];
    private DateTimeOffset? _sweepSince;

    /// <param name="breaker">The breaker that the connection's calls pass.</param>
    /// <param name="connect">Makes the connection once the desk has its breakers and its journal.</param>
    public BrokerVenue(
        string account, string breaker, ImmutableArray<(Symbol Symbol, BarPeriod Period)> watched, Func<VenueParts, IBrokerConnection> connect,
        IMarketCalendar calendar, TimeProvider clock, ILogger<BrokerVenue> log)
    {
        (Account, Breaker, Watched, _connect, _clock, _log) = (account, breaker, watched, connect, clock, log);
        _feed = new BarFeed(this, watched, calendar, clock, log);
    }

    public string Account { get; }

    public string Breaker { get; }

    public ImmutableArray<(Symbol Symbol, BarPeriod Period)> Watched { get; }

    public IMarketDataSource MarketData => this;

    public IBarHistory History => this;

    public IMarketDataSource NewBars => _feed;

    public DateTimeOffset? NextTime => null;

    public bool HasEnded => false;

    public TimeSpan? SweepsEvery => Connection.HasStream ? null : TimeSpan.FromSeconds(5);

    private IBrokerConnection Connection => _connection ?? throw new InvalidOperationException($"The venue of '{Account}' is asked before it is opened.");

    public IBroker Open(VenueParts parts)
    {
        _connection = _connect(parts);
        return _connection.Broker;
    }

    public ValueTask<AccountProblem?> ProblemAsync(CancellationToken cancellation) => Connection.ProblemAsync(cancellation);

    public ValueTask AdvanceAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        if (_background.IsEmpty)
        {
            _background = [KeepOnAsync("asking for bars", _feed.RunAsync), KeepOnAsync("renewing the login", RefreshAsync)];
            if (Connection.HasStream) _background = _background.Add(KeepOnAsync("listening to news of orders", token => Connection.ListenAsync(this, token)));
        }
        return ValueTask.CompletedTask;
    }

    public bool TryTakeUpdate([NotNullWhen(true)] out BrokerUpdate? update) => _news.Reader.TryRead(out update);

    public bool TryTakeSweep(out DateTimeOffset since)
    {
        lock (_lock)
        {
            since = _sweepSince.GetValueOrDefault();
            var isAsked = _sweepSince is not null;
            _sweepSince = null;
            return isAsked;
        }
    }

    public ValueTask HeardAsync(BrokerUpdate update, CancellationToken cancellation) =>
        // News beyond what is kept is found by a sweep.
        _news.Writer.TryWrite(update) ? ValueTask.CompletedTask : SweepAsync(update.Time, cancellation);

    public ValueTask SweepAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        lock (_lock)
            if (_sweepSince is not { } asked || since < asked) _sweepSince = since;
        return ValueTask.CompletedTask;
    }

    public ValueTask<Quote?> QuoteAsync(Symbol symbol, CancellationToken cancellation) => Connection.MarketData.QuoteAsync(symbol, cancellation);

    public ValueTask<ImmutableArray<Bar>> BarsAsync(Symbol symbol, BarPeriod period, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        Connection.MarketData.BarsAsync(symbol, period, from, to, cancellation);

    public ValueTask<ImmutableArray<Bar>> LastAsync(Symbol symbol, BarPeriod period, DateTimeOffset end, int count, CancellationToken cancellation) =>
        Connection.History.LastAsync(symbol, period, end, count, cancellation);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_background);
        _connection?.Dispose();
        _over.Dispose();
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        while (true)
        {
            // What is refused raises an alarm by itself.
            await Connection.RefreshLoginAsync(cancellation);
            await Task.Delay(BetweenRefreshes, _clock, cancellation);
        }
    }

    private async Task KeepOnAsync(string what, Func<CancellationToken, Task> act)
    {
        await Task.Yield();
        while (!_over.IsCancellationRequested)
        {
            try
            {
                await act(_over.Token);
            }
#pragma warning disable CA1031 // whatever fails behind the desk's back, the desk trades on and it is begun again
            catch (Exception fault)
#pragma warning restore CA1031
            {
                // A client that is stopped throws what it likes.
                if (_over.IsCancellationRequested) return;
                LogFailed(what, Account, fault.GetType().Name);
            }
            await Task.Delay(BetweenTries, TimeProvider.System, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(EventId = 4202, Level = LogLevel.Error, Message = "Failed at {What} for {Account} ({Fault}); it is begun again")]
    private partial void LogFailed(string what, string account, string fault);
}
