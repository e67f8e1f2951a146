using System.Collections.Frozen;
using Trading.Messages;

namespace TradingFunctions.Delivery;

/// <summary>The five agents of the desk, by the names of their inboxes.</summary>
public sealed class DeskAgents(IEnumerable<KeyValuePair<string, AgentCopies>> agents) : IDisposable
{
    private readonly FrozenDictionary<string, AgentCopies> _agents = agents.ToFrozenDictionary(StringComparer.Ordinal);

    public AgentCopies MarketData => _agents[AgentNames.MarketData];
    public AgentCopies Risk => _agents[AgentNames.Risk];
    public AgentCopies Orders => _agents[AgentNames.Orders];

    public AgentCopies this[string inbox] => _agents[inbox];

    public void Dispose()
    {
        foreach (var copies in _agents.Values) copies.Dispose();
    }
}
