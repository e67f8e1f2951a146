using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Desks;

/// <summary>The way to a paper account, which makes no calls of its own: a guard passes the breaker for it.</summary>
public static class PaperGuard
{
    public static IBroker Of(IBroker paper, VenueParts parts) => new GuardedBroker(paper, BrokerKind.Alpaca, parts.Breakers, PaperExchange.BreakerName, parts.Clock);
}
