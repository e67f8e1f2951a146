namespace Trading.Messages;

/// <summary>Who says and hears messages: the five agents, the lifecycles, and whoever looks on.</summary>
public static class AgentNames
{
    public const string MarketData = "marketdata";
    public const string Strategy = "strategy";
    public const string Risk = "risk";
    public const string Orders = "orders";
    public const string Positions = "positions";

    /// <summary>The lifecycles of trades and orders, which their host runs.</summary>
    public const string Lifecycles = "lifecycles";

    /// <summary>The comparison of the desk with its brokers, which the host runs.</summary>
    public const string Reconciliation = "reconciliation";

    /// <summary>People and their tools: dashboard, command line, alerts. They may hear everything, may miss some, and may ask.</summary>
    public const string Watchers = "watchers";
}
