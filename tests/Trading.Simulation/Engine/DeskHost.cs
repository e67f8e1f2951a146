using Microsoft.Extensions.Logging.Abstractions;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Lifecycles;
using Trading.Positions;
using Trading.Runtime.Delivery;
using Trading.Runtime.Lifecycles;
using Trading.Messages;
using Trading.Runtime.Reconciliation;
using Trading.Runtime.Resilience;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>Runs the agents of the desk: gives them their entries, turns their timers, wakes lifecycles, and starts them again when they died.</summary>
internal sealed partial class DeskHost : IDesk
{
    private readonly World _world;
    private readonly SimulatedStore _store;
    private readonly FaultyBroker _broker;
    private readonly MarketFeed _feed;
    private readonly Sabotage _sabotage;
    private readonly DeskLayout _layout;
    private readonly TradingDays _days;
    private readonly TradeSettings _trades;
    private readonly BrokerKind _brokerKind;
    private readonly Process[] _processes;
    private readonly Seat[] _seats;
    private readonly Dictionary<Process, InMemoryBreakers> _breakers = [];

    public DeskHost(World world, SimulatedStore store, FaultyBroker broker, MarketFeed feed, Sabotage sabotage, DeskLayout layout, TradingDays days)
    {
        (_world, _store, _broker, _feed, _sabotage, _layout, _days) = (world, store, broker, feed, sabotage, layout, days);
        var dice = Dice.For(world.Seed, "desk");
        _trades = DeskRules.TradesOf(dice);
        _brokerKind = dice.Chance(6000) ? BrokerKind.Alpaca : BrokerKind.Schwab;
        var seats = new List<Seat>();
        var whole = layout.IsOneProcess ? new Process("desk", world) : null;
        foreach (var inbox in store.Inboxes)
        {
            var copies = inbox.Name == AgentNames.MarketData ? 1 : layout.Copies;
            for (var copy = 1; copy <= copies; copy++) seats.Add(new Seat($"{inbox.Name}-{copy}", inbox, whole ?? new Process($"{inbox.Name}-{copy}", world)));
        }
        _seats = [.. seats];
        _processes = [.. _seats.Select(seat => seat.Process).Distinct()];
        foreach (var process in _processes) Furnish(process);
        foreach (var seat in _seats) seat.Inbox.Hears = seat.Runner.Agent.Hears;
        _store.Appended = (inbox, entry) => _world.Agenda.Add(entry.AvailableAt, () => Deliver(inbox));
        _broker.Refused = OnRefused;
        _broker.Sent = ReconcileSoon;
        _world.Written = (_, value) => OnWritten(value);
    }

    /// <summary>The names of the agents, which are those of their inboxes.</summary>
    public static string[] Agents { get; } = ["marketdata", "strategy", "risk", "orders", "positions", LifecycleRouting.Name];

    public IDeskMemory Memory => _store;

    public void Dispose()
    {
        foreach (var process in _processes) process.Dispose();
    }

    /// <summary>Gives a process that starts everything anew that it keeps in memory.</summary>
    private void Furnish(Process process)
    {
        var clock = _sabotage.Wrap(_world.Desk);
        _breakers[process] = new InMemoryBreakers(BreakerOptions.Default, clock.GetUtcNow());
        foreach (var seat in _seats)
        {
            if (seat.Process != process) continue;
            seat.Wire = new FaultyWire(_sabotage.Wrap((IStepStore)_store), _sabotage.Wrap((IInboxes)_store), _world, process) { Deciding = () => Interleave(seat) };
            seat.Runner = new AgentRunner(state => Make(seat, state, clock), seat.Wire, seat.Wire, DeskRules.Redelivery, clock, NullLogger<AgentRunner>.Instance);
            if (seat.Inbox.Name == AgentNames.Orders)
                seat.Reconciliation = new AccountReconciliation(Guarded(process, clock), new Reconciled(this, seat), seat.Wire, World.Account, clock, NullLogger<AccountReconciliation>.Instance);
        }
    }

    private IAgent Make(Seat seat, IStateStore state, TimeProvider clock) => _sabotage.Wrap(seat.Inbox.Name switch
    {
        "marketdata" => new MarketDataAgent(_feed, TradingDays.Calendar, DeskRules.Symbols.Select(symbol => (symbol, DeskRules.Period))),
        "strategy" => new StrategyAgent(DeskRules.StrategiesOf(_world.Seed), _feed, _layout.IsOnlyCopy),
        "risk" => new RiskManagementAgent(state, _feed, TradingDays.Calendar, DeskRules.Risk, clock),
        "orders" => new OrderExecutionAgent([Guarded(seat.Process, clock)], _sabotage.Wrap(new PortfolioOpeningGate(state))),
        "positions" => new PositionManagementAgent(state, [World.Account], WatchSettings.Default, TradingDays.Calendar, _layout.IsOnlyCopy),
        _ => new StoredLifecycles(state, _trades),
    }, state);

    private IBroker Guarded(Process process, TimeProvider clock) => _sabotage.Wrap(new GuardedBroker(
        _broker, _brokerKind, _breakers[process], _brokerKind == BrokerKind.Schwab ? BreakerNames.Schwab : BreakerNames.AlpacaPaper, clock));
}
