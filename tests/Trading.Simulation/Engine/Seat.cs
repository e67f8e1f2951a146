using Trading.Runtime.Delivery;

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

    public AgentRunner Runner { get; set; } = null!;
}
