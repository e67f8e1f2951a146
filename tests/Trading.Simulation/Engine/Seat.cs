using Trading.Runtime.Delivery;
using Trading.Runtime.Reconciliation;

namespace Trading.Simulation;

/// <summary>One copy of an agent: where it runs, and who gives it its entries.</summary>
internal sealed class Seat(string name, StreamInbox inbox, Process process)
{
    public string Name { get; } = name;

    public StreamInbox Inbox { get; } = inbox;

    public Process Process { get; } = process;

    /// <summary>Whether it is in the middle of a step.</summary>
    public bool IsBusy { get; set; }

    public FaultyWire Wire { get; set; } = null!;

    /// <summary>What compares the desk with its broker, where this is the agent that calls it.</summary>
    public AccountReconciliation? Reconciliation { get; set; }

    public AgentRunner Runner { get; set; } = null!;
}
