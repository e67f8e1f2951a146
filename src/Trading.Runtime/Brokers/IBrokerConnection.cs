using Trading.Agents.Ports;

namespace Trading.Runtime.Brokers;

/// <summary>All that a host needs of one account at a broker beyond a wire, whichever broker it is.</summary>
/// <remarks>Calls pass the account's breaker and limits already: nothing of it is to be wrapped in a <see cref="Resilience.GuardedBroker"/>.</remarks>
public interface IBrokerConnection : IDisposable
{
    IBroker Broker { get; }

    IMarketDataSource MarketData { get; }

    /// <summary>The bars that strategies are rebuilt from.</summary>
    IBarHistory History { get; }

    /// <summary>Whether the broker tells news of orders by itself; where it does not, orders are asked for.</summary>
    bool HasStream { get; }

    /// <summary>Asks whether the account is of the kind configured and may trade; null when it is.</summary>
    ValueTask<AccountProblem?> ProblemAsync(CancellationToken cancellation);

    /// <summary>Tells news of orders until canceled; ends at once where there is no stream.</summary>
    Task ListenAsync(IOrderNews news, CancellationToken cancellation);

    /// <summary>Has the login renewed where it is due, and its end warned of; done at once where there is none.</summary>
    ValueTask<BrokerAnswer<bool>> RefreshLoginAsync(CancellationToken cancellation);
}
