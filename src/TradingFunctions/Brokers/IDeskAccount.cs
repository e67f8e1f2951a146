using Trading.Agents.Ports;
using Trading.Runtime.Brokers;

namespace TradingFunctions.Brokers;

/// <summary>The account that the desk trades on, with its market data. Calls to it pass its broker's breaker already.</summary>
public interface IDeskAccount
{
    IBroker Broker { get; }

    IMarketDataSource MarketData { get; }

    /// <summary>Why the account is not what is configured, or null when it is. One that cannot be asked throws.</summary>
    ValueTask<string?> ProblemAsync(CancellationToken cancellation);

    /// <summary>Tells news of orders until canceled; ends at once where the broker has no stream and only the sweep finds news.</summary>
    Task ListenAsync(IOrderNews news, CancellationToken cancellation);

    /// <summary>Has the login renewed where it is due; done at once where there is none.</summary>
    ValueTask<BrokerAnswer<bool>> RefreshLoginAsync(CancellationToken cancellation);
}
