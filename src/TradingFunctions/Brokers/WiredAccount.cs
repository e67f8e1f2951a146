using Trading.Agents.Ports;
using Trading.Runtime.Brokers;
using Trading.Runtime.Redis;

namespace TradingFunctions.Brokers;

/// <summary>An account at a broker beyond a wire. Its bars are kept where strategies are rebuilt from.</summary>
public sealed class WiredAccount(IBrokerConnection connection, RedisBarHistory history) : IDeskAccount, IDisposable
{
    public IBroker Broker => connection.Broker;

    public IMarketDataSource MarketData { get; } = new BarKeepingSource(connection.MarketData, history);

    public async ValueTask<string?> ProblemAsync(CancellationToken cancellation) => (await connection.ProblemAsync(cancellation))?.Text;

    public Task ListenAsync(IOrderNews news, CancellationToken cancellation) => connection.ListenAsync(news, cancellation);

    public ValueTask<BrokerAnswer<bool>> RefreshLoginAsync(CancellationToken cancellation) => connection.RefreshLoginAsync(cancellation);

    public void Dispose() => connection.Dispose();
}
