using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Runtime.Brokers;
using Trading.Runtime.Resilience;
using TradingFunctions.Paper;

namespace TradingFunctions.Brokers;

/// <summary>The simulated account. It makes no calls of its own, so a guard passes the breaker for it.</summary>
public sealed class PaperAccount(PaperDesk desk, IBreakers breakers, TimeProvider clock) : IDeskAccount
{
    public IBroker Broker { get; } = new GuardedBroker(desk, BrokerKind.Alpaca, breakers, BreakerNames.AlpacaPaper, clock);

    public IMarketDataSource MarketData => desk;

    public ValueTask<string?> ProblemAsync(CancellationToken cancellation) => new(default(string));

    public Task ListenAsync(IOrderNews news, CancellationToken cancellation) => Task.CompletedTask;

    public ValueTask<BrokerAnswer<bool>> RefreshLoginAsync(CancellationToken cancellation) => new(BrokerAnswers.Done(true));
}
