using System.Collections.Frozen;
using Trading.Messages;

namespace TradingFunctions.Delivery;

/// <summary>The five agents of the desk, by the names of their inboxes.</summary>
public sealed class DeskAgents(IEnumerable<KeyValuePair<string, AgentCopies>> agents) : IDisposable
{
    /// <summary>The key of <see cref="Polls"/>, which has no inbox.</summary>
    public const string PollsName = "polls";

    private readonly FrozenDictionary<string, AgentCopies> _agents = agents.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The market data agent as the poll has it: see <see cref="Timers.PolledBars"/>.</summary>
    public AgentCopies Polls => _agents[PollsName];
    public AgentCopies MarketData => _agents[AgentNames.MarketData];
    public AgentCopies Risk => _agents[AgentNames.Risk];
    public AgentCopies Orders => _agents[AgentNames.Orders];
    public AgentCopies Positions => _agents[AgentNames.Positions];

    public AgentCopies this[string inbox] => _agents[inbox];

    public void Dispose()
    {
        foreach (var copies in _agents.Values) copies.Dispose();
    }
}
