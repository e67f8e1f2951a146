using Trading.Agents.Ports;
using Trading.Alpaca;
using Trading.Alpaca.Streaming;
using Trading.Runtime.Redis;

namespace TradingFunctions.Brokers;

/// <summary>An account at Alpaca. Its bars are kept where strategies are rebuilt from.</summary>
public sealed class AlpacaAccount(AlpacaConnection connection, RedisBarHistory history) : IDeskAccount, IDisposable
{
    public IBroker Broker => connection.Broker;

    public IMarketDataSource MarketData { get; } = new BarKeepingSource(connection.MarketData, history);

    public async ValueTask<string?> ProblemAsync(CancellationToken cancellation)
    {
        try
        {
            await connection.Broker.AssertKindAsync(cancellation);
            return null;
        }
        catch (AlpacaAccountException problem)
        {
            return problem.Message;
        }
    }

    public Task ListenAsync(IOrderNews news, CancellationToken cancellation) => connection.Updates.RunAsync(news, cancellation);

    public ValueTask<BrokerAnswer<bool>> RefreshLoginAsync(CancellationToken cancellation) => new(BrokerAnswers.Done(true));

    public void Dispose() => connection.Dispose();
}
