using Trading.Agents.Ports;

namespace Trading.Cli.Redis;

/// <summary>A line to a broker: the account, its market data, and what is to be closed at the end.</summary>
internal sealed record AgentBroker(IBroker Broker, IMarketDataSource Market, IDisposable Connection) : IDisposable
{
    public void Dispose() => Connection.Dispose();
}
