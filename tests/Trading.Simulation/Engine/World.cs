using Trading.Agents.Ports;
using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Orders;
using Trading.Positions;
using Trading.Risk;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Delivery;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>What all parts of a run share: time, chance, faults, and those who look on.</summary>
internal sealed class World
{
    public const string Account = "paper";

    public World(ulong seed, int days, FaultLevel level, Chronicle? chronicle)
    {
        Seed = seed;
        Days = new TradingDays(Dice.For(seed, "days"), days);
        Scheduling = Dice.For(seed, "scheduling");
        Desk = new DeskClock(Truth);
        Faults = new Faults(level, Dice.For(seed, "faults"), Truth);
        Agenda = new Agenda(Scheduling);
        Chronicle = chronicle;
    }

    public ulong Seed { get; }

    public TradingDays Days { get; }

    public Func<decimal> CashAtExchange { get; set; } = static () => 0;

    /// <summary>The last price of a symbol, in dollars.</summary>
    public Func<MarketData.Symbol, decimal> PriceOf { get; set; } = static _ => 0;

    public Func<decimal> EquityAtExchange { get; set; } = static () => 0;

    public VirtualClock Truth { get; } = new();

    public DeskClock Desk { get; }

    public Dice Scheduling { get; }

    public Faults Faults { get; }

    public Agenda Agenda { get; }

    public RunDigest Digest { get; } = new();

    /// <summary>Null in a run that nobody wants told.</summary>
    public Chronicle? Chronicle { get; }

    public Invariant[] Invariants { get; set; } = [];

    public DateTimeOffset Now => Truth.GetUtcNow();

    public Violation? Violation { get; private set; }

    public void After(TimeSpan delay, Action errand) => Agenda.Add(Now + delay, errand);

    /// <summary>Reports that something that must always hold does not. The first one ends the run.</summary>
    public void Violate(Invariant invariant, string what, TradeId? trade = null)
    {
        if (Violation is not null) return;
        Violation = new Violation(Seed, invariant.Number, invariant.Name, what, trade?.Value, Now, []);
        Chronicle?.Tell(Now, trade?.Value, $"VIOLATION of invariant {invariant.Number} ({invariant.Name}): {what}");
    }

    public void OnStep(Step step)
    {
        Digest.Add(Now.UtcTicks);
        Digest.Add(step.Time.UtcTicks);
        if (step.Handled is { } handled) Digest.Add((UInt128)handled.Message.Id.Value);
        foreach (var said in step.Said) Digest.Add((UInt128)said.Id.Value);
        Chronicle?.Tell(Now, step);
        if (OnMessageSaid is { } hear)
            foreach (var said in step.Said) hear(said);
        foreach (var invariant in Invariants) invariant.OnStep(step);
    }

    public void OnWrite(StateKey key, object? before, object after)
    {
        switch (after)
        {
            case Trade trade:
                Digest.Add((long)trade.State);
                Digest.Add(trade.Held);
                foreach (var invariant in Invariants) invariant.OnTrade((Trade?)before, trade);
                break;
            case Order order:
                Digest.Add((long)order.State);
                Digest.Add(order.Filled);
                foreach (var invariant in Invariants) invariant.OnOrder((Order?)before, order);
                break;
            case Portfolio portfolio:
                Digest.Add(portfolio.Cash);
                foreach (var invariant in Invariants) invariant.OnPortfolio((Portfolio?)before, portfolio);
                break;
            case PositionBook book:
                Digest.Add(book.Quantity);
                foreach (var invariant in Invariants) invariant.OnBook((PositionBook?)before, book);
                break;
        }
        Written?.Invoke(key, after);
    }

    /// <summary>Called with each message that is said.</summary>
    public Action<Messages.Message>? OnMessageSaid { get; set; }

    /// <summary>Called with each value that is stored.</summary>
    public Action<StateKey, object>? Written { get; set; }
}
