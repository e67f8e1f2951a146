using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Runtime.Delivery;

namespace Trading.Simulation;

/// <summary>A defect on purpose, put around the real parts, to show that an invariant catches it. One that wraps nothing is none.</summary>
internal class Sabotage
{
    /// <summary>The desk as it is.</summary>
    public static Sabotage None() => new();

    protected Dice Dice { get; private set; } = null!;

    public void Begin(World world) => Dice = Dice.For(world.Seed, "sabotage");

    public virtual TimeProvider Wrap(TimeProvider clock) => clock;

    public virtual IStepStore Wrap(IStepStore store) => store;

    public virtual IInboxes Wrap(IInboxes inboxes) => inboxes;

    public virtual IBroker Wrap(IBroker broker) => broker;

    public virtual IOpeningGate Wrap(IOpeningGate gate) => gate;

    public virtual IAgent Wrap(IAgent agent, IStateStore state) => agent;
}
