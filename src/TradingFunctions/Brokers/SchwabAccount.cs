using Trading.Agents.Ports;
using Trading.Alpaca.Streaming;
using Trading.Runtime.Brokers.Schwab;
using Trading.Runtime.Redis;

namespace TradingFunctions.Brokers;

/// <summary>An account at Schwab, which has no stream of orders: the sweep finds the news. Its bars are kept where strategies are rebuilt from.</summary>
public sealed class SchwabAccount(SchwabConnection connection, RedisBarHistory history) : IDeskAccount, IDisposable
{
    public IBroker Broker => connection.Broker;

    public IMarketDataSource MarketData { get; } = new BarKeepingSource(connection.MarketData, history);

    public async ValueTask<string?> ProblemAsync(CancellationToken cancellation) =>
        await connection.Broker.AccountAsync(cancellation) is { IsDone: false } answer ? $"The account could not be read: {answer.Outcome} {answer.Code} {answer.Reason}".TrimEnd() : null;

    public Task ListenAsync(IOrderNews news, CancellationToken cancellation) => Task.CompletedTask;

    public ValueTask<BrokerAnswer<bool>> RefreshLoginAsync(CancellationToken cancellation) => connection.RefreshAsync(cancellation);

    public void Dispose() => connection.Dispose();
}
