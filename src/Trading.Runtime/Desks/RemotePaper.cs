using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Orders;
using Trading.Runtime.Brokers;

namespace Trading.Runtime.Desks;

/// <summary>A paper exchange in another process, as a venue. A lost connection is no answer, and is made again at the next call.</summary>
public sealed class RemotePaper : IVenue, IBroker
{
    private readonly string _path;
    private readonly bool _takesNews;
    private readonly BarShelf _shelf = new();
    private readonly Queue<BrokerUpdate> _updates = [];
    private LineClient? _client;
    private long _bars;

    private RemotePaper(string path, bool takesNews, string account, ImmutableArray<(Symbol, BarPeriod)> watched, ReplayClock clock, LineClient client) =>
        (_path, _takesNews, Account, Watched, Clock, _client) = (path, takesNews, account, watched, clock, client);

    public string Account { get; }

    public string Breaker => PaperExchange.BreakerName;

    public IMarketDataSource MarketData => _shelf;

    public IBarHistory History => _shelf;

    public IMarketDataSource NewBars => _shelf;

    public TimeSpan? SweepsEvery => null;

    public ImmutableArray<(Symbol Symbol, BarPeriod Period)> Watched { get; }

    /// <summary>The exchange's time.</summary>
    public ReplayClock Clock { get; }

    public DateTimeOffset? NextTime => null;

    public bool HasEnded { get; private set; }

    /// <param name="takesNews">Whether news of orders is for this process: each piece is told to one of those that ask for it.</param>
    /// <exception cref="IOException">Nobody answers there.</exception>
    public static async Task<RemotePaper> ConnectAsync(string path, TimeProvider wall, CancellationToken cancellation, bool takesNews = true)
    {
        var client = await LineClient.ConnectAsync(path, cancellation) ?? throw new IOException($"No exchange answers at {path}. Start one: trading exchange --socket {path}");
        var reply = Read(await client.AskAsync(Write(new PaperRequest("hello", 0, null, null)), cancellation));
        var clock = new ReplayClock(wall, reply.Speed);
        clock.ForwardTo(reply.Now);
        return new RemotePaper(path, takesNews, reply.Account!.Id, [.. reply.Watched!.Select(one => (one.Symbol, one.Period))], clock, client);
    }

    public IBroker Open(VenueParts parts) => PaperGuard.Of(this, parts);

    public ValueTask<AccountProblem?> ProblemAsync(CancellationToken cancellation) => new(default(AccountProblem));

    public bool TryTakeSweep(out DateTimeOffset since)
    {
        since = default;
        return false;
    }

    public async ValueTask AdvanceAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        while (await AskAsync(new PaperRequest(_takesNews ? "poll" : "bars", _bars, null, null), cancellation) is { } reply)
        {
            foreach (var bar in reply.Bars ?? []) _shelf.Push(bar.Symbol, bar.Bar);
            foreach (var update in reply.Updates ?? []) _updates.Enqueue(update);
            _bars += reply.Bars?.Length ?? 0;
            Clock.ForwardTo(reply.Now);
            HasEnded = reply.HasEnded;
            if (reply is { Bars: not { Length: > 0 }, Updates: not { Length: > 0 } }) return;
        }
    }

    public bool TryTakeUpdate([NotNullWhen(true)] out BrokerUpdate? update) => _updates.TryDequeue(out update);

    public ValueTask<BrokerAnswer<BrokerOrder>> SubmitAsync(OrderTicket ticket, CancellationToken cancellation) => CallAsync("submit", Call(ticket: ticket), cancellation);

    public ValueTask<BrokerAnswer<BrokerOrder>> CancelAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
        CallAsync("cancel", Call(clientOrderId, brokerOrderId), cancellation);

    public ValueTask<BrokerAnswer<BrokerOrder>> ReplaceAsync(
        string clientOrderId, string? brokerOrderId, string newClientOrderId, OrderTerms terms, CancellationToken cancellation) =>
        CallAsync("replace", Call(clientOrderId, brokerOrderId) with { NewClientOrderId = newClientOrderId, Terms = terms }, cancellation);

    public ValueTask<BrokerAnswer<BrokerOrder>> FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
        CallAsync("find", Call(clientOrderId, brokerOrderId), cancellation);

    public async ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> OrdersAsync(DateTimeOffset since, CancellationToken cancellation) =>
        await AskAsync(new PaperRequest("orders", 0, null, since), cancellation) is { Orders: { } orders } ? BrokerAnswers.Done(orders.ToImmutableArray()) : Nothing<ImmutableArray<BrokerOrder>>();

    public async ValueTask<BrokerAnswer<ImmutableArray<BrokerPosition>>> PositionsAsync(CancellationToken cancellation) =>
        await AskAsync(new PaperRequest("positions", 0, null, null), cancellation) is { Positions: { } positions } ? BrokerAnswers.Done(positions.ToImmutableArray()) : Nothing<ImmutableArray<BrokerPosition>>();

    public async ValueTask<BrokerAnswer<BrokerAccount>> AccountAsync(CancellationToken cancellation) =>
        await AskAsync(new PaperRequest("account", 0, null, null), cancellation) is { Account: { } account } ? BrokerAnswers.Done(account) : Nothing<BrokerAccount>();

    public ValueTask DisposeAsync()
    {
        _client?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<BrokerAnswer<BrokerOrder>> CallAsync(string ask, PaperCall call, CancellationToken cancellation) =>
        await AskAsync(new PaperRequest(ask, 0, call, null), cancellation) is { } reply
            ? new BrokerAnswer<BrokerOrder>(reply.Outcome, reply.Order, reply.Code, reply.Reason, null)
            : Nothing<BrokerOrder>();

    private async Task<PaperReply?> AskAsync(PaperRequest request, CancellationToken cancellation)
    {
        try
        {
            _client ??= await LineClient.ConnectAsync(_path, cancellation);
            return _client is null ? null : Read(await _client.AskAsync(Write(request), cancellation));
        }
        catch (Exception lost) when (lost is IOException or ObjectDisposedException)
        {
            _client?.Dispose();
            _client = null;
            return null;
        }
    }

    private static PaperCall Call(string? clientOrderId = null, string? brokerOrderId = null, OrderTicket? ticket = null) => new(0, default, ticket, clientOrderId, brokerOrderId, null, null);

    private static BrokerAnswer<T> Nothing<T>() => BrokerAnswers.Failed<T>(BrokerOutcome.NoAnswer, "", "the exchange does not answer");

    private static string Write(PaperRequest request) => JsonSerializer.Serialize(request, DeskJson.Default.PaperRequest);

    private static PaperReply Read(string line) => JsonSerializer.Deserialize(line, DeskJson.Default.PaperReply)!;
}
