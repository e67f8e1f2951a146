using Trading.Agents.Ports;
using Trading.Orders;
using Trading.Positions;
using Trading.Risk;
using Trading.Runtime.Delivery;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>Something that must hold always. It looks on at what the exchange truly does and at what the desk stores, and complains.</summary>
internal abstract class Invariant
{
    private World? _world;

    /// <summary>Its number in the list of what must hold.</summary>
    public abstract int Number { get; }

    public abstract string Name { get; }

    protected World World => _world ?? throw new InvalidOperationException("The invariant looks at no world yet.");

    protected TrueBooks Truth { get; private set; } = null!;

    protected IDeskMemory Store { get; private set; } = null!;

    public void Begin(World world, TrueBooks truth, IDeskMemory store) => (_world, Truth, Store) = (world, truth, store);

    /// <summary>An agent asks the broker to take an order; the request may yet be lost.</summary>
    public virtual void OnSubmit(OrderTicket ticket)
    {
    }

    /// <summary>The exchange took an order.</summary>
    public virtual void OnTaken(TrueOrder order, OrderTicket ticket)
    {
    }

    public virtual void OnFill(TrueOrder order, Fill fill)
    {
    }

    /// <summary>An order changed at the exchange.</summary>
    public virtual void OnExchange(TrueOrder order)
    {
    }

    /// <summary>A step was stored; its values follow.</summary>
    public virtual void OnStep(Step step)
    {
    }

    public virtual void OnTrade(Trade? before, Trade after)
    {
    }

    public virtual void OnOrder(Order? before, Order after)
    {
    }

    public virtual void OnPortfolio(Portfolio? before, Portfolio after)
    {
    }

    public virtual void OnBook(PositionBook? before, PositionBook after)
    {
    }

    /// <summary>A desk that started made something else of what is on its disk than was stored.</summary>
    public virtual void OnRecoveredOtherwise(StateKey key)
    {
    }

    /// <summary>Called after everything that happens.</summary>
    public virtual void AfterStep()
    {
    }

    /// <summary>Called when the faults are over, everything was flattened, and time enough has passed.</summary>
    public virtual void AtEnd()
    {
    }

    protected void Violate(string what, TradeId? trade = null) => World.Violate(this, what, trade);
}
