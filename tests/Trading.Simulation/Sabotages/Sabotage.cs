using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Runtime.Delivery;
using Trading.Runtime.Journals;

namespace Trading.Simulation;

/// <summary>A defect on purpose, put around the real parts, to show that an invariant catches it. One that wraps nothing is none.</summary>
internal class Sabotage
{
    /// <summary>The desk as it is.</summary>
    public static Sabotage None() => new NoSabotage();

    protected Dice Dice { get; private set; } = null!;

    public void Begin(World world) => Dice = Dice.For(world.Seed, "sabotage");

    /// <summary>Whether it is put into a desk on one machine with a journal, into the other kind, or, when null, into either.</summary>
    public virtual bool? IsLocal => false;

    public virtual IJournalFile Wrap(IJournalFile file) => file;

    public virtual TimeProvider Wrap(TimeProvider clock) => clock;

    public virtual IStepStore Wrap(IStepStore store) => store;

    public virtual IInboxes Wrap(IInboxes inboxes) => inboxes;

    public virtual IBroker Wrap(IBroker broker) => broker;

    public virtual IOpeningGate Wrap(IOpeningGate gate) => gate;

    public virtual IAgent Wrap(IAgent agent, IStateStore state) => agent;

    private sealed class NoSabotage : Sabotage
    {
        public override bool? IsLocal => null;
    }
}
