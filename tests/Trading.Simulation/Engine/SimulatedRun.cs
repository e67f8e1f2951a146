using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Runtime.Delivery;
using Trading.Runtime.Exchange;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>One desk, one broker and one market, from the first session to the last, on one thread. The seed decides everything.</summary>
internal sealed partial class SimulatedRun : IDisposable
{
    private static readonly TimeSpan BarLength = DeskRules.Period.Length;

    private readonly World _world;
    private readonly TradingDays _days;
    private readonly SymbolTape[] _tapes;
    private readonly long[] _quoteTurns;
    private readonly MarketFeed _feed;
    private readonly SimulatedExchange _exchange;
    private readonly TrueBooks _truth;
    private readonly FaultyBroker _broker;
    private readonly Sabotage _sabotage;
    private readonly IDesk _desk;
    private readonly DateTimeOffset _calmFrom;
    private readonly DateTimeOffset _end;
    private long _steps;

    public SimulatedRun(ulong seed, int days, FaultLevel level, Sabotage sabotage, Chronicle? chronicle)
    {
        _world = new World(seed, days, level, chronicle);
        _sabotage = sabotage;
        _sabotage.Begin(_world);
        var market = Dice.For(seed, "market");
        _days = _world.Days;
        _calmFrom = _days.Last.Close - TimeSpan.FromHours(2);
        _end = _days.Last.Close;
        _tapes = [.. DeskRules.Symbols.Select((symbol, i) => new SymbolTape(symbol, Dice.For(seed, $"tape {i}"), market.Between(2_000, 20_000)))];
        _quoteTurns = new long[_tapes.Length];
        _world.Truth.SetTo(_days.Sessions[0].PreMarketOpen);
        _feed = new MarketFeed(_tapes, _world.Faults);
        _exchange = new SimulatedExchange(World.Account, TradingDays.Calendar, _world.Truth, DeskRules.Exchange);
        (_world.CashAtExchange, _world.EquityAtExchange) = (() => _exchange.Cash, () => _exchange.Equity);
        _world.PriceOf = symbol => _tapes[DeskRules.Symbols.IndexOf(symbol)].Last;
        _truth = new TrueBooks(_world, DeskRules.StartingCash);
        _broker = new FaultyBroker(_world, _exchange, _truth) { Taken = ticket => LookSoon(ticket.Scope.Symbol) };
        _world.Invariants = InvariantCatalogue.All();
        var layout = DeskLayout.Of(Dice.For(seed, "layout"), sabotage.IsLocal);
        _desk = layout.IsLocal
            ? new LocalDeskHost(_world, _broker, _feed, _sabotage, _days)
            : new DeskHost(_world, new SimulatedStore(_world, DeskHost.Agents), _broker, _feed, _sabotage, layout, _days);
        foreach (var invariant in _world.Invariants) invariant.Begin(_world, _truth, _desk.Memory);
        _broker.News = _desk.OnNews;
        _world.OnMessageSaid = OnSaid;
    }

    public SeedResult Run()
    {
        Schedule();
        while (_world.Violation is null && _world.Agenda.TryTake(out var time, out var errand))
        {
            if (time > _end) break;
            if (time > _world.Now) _world.Truth.SetTo(time);
            Do(errand);
            _steps++;
            foreach (var invariant in _world.Invariants) invariant.AfterStep();
        }
        if (_world.Violation is null)
            foreach (var invariant in _world.Invariants) invariant.AtEnd();
        return new SeedResult(
            _world.Seed, _steps, _world.Faults.Crashes, _world.Faults.Count, _truth.Trades.Count, _truth.Fills.Count, _world.Digest.Value, _world.Violation);
    }

    public void Dispose() => _desk.Dispose();

    private void Do(Action errand)
    {
        try
        {
            errand();
        }
#pragma warning disable CA1031 // a desk that throws is what is looked for, and its seed must be told
        catch (Exception fault)
#pragma warning restore CA1031
        {
            _world.Violate(_world.Invariants.Single(invariant => invariant is EverythingSettles), $"the desk broke down: {fault}");
        }
    }

    private void Schedule()
    {
        for (var day = 0; day < _days.Days; day++)
        {
            var session = _days.Sessions[day];
            for (var i = 0; i < _tapes.Length; i++)
            {
                var place = i;
                _world.Agenda.Add(session.Open, () => Open(place));
                for (var end = session.Open + BarLength; end <= session.Close; end += BarLength)
                {
                    var ends = end;
                    _world.Agenda.Add(end - TimeSpan.FromMilliseconds(1), () => EndBar(place, ends));
                }
            }
            _world.Agenda.Add(session.Close + TimeSpan.FromSeconds(1), OnClose);
        }
        _desk.Start();
        foreach (var kind in Enum.GetValues<FaultKind>()) Await(kind, _days.Sessions[0].Open);
        AwaitOperator(_days.Sessions[0].Open);
        _world.Agenda.Add(_calmFrom, EndFaults);
        for (var minutes = 20; minutes < 120; minutes += 20) _world.Agenda.Add(_calmFrom + TimeSpan.FromMinutes(minutes), Flatten);
    }

    private void EndFaults()
    {
        _world.Faults.End();
        _world.Desk.Error = TimeSpan.Zero;
        foreach (var tape in _tapes) _exchange.Resume(tape.Symbol);
        _desk.OnCalm();
        _world.Chronicle?.Tell(_world.Now, null, "the faults are over");
    }

    private void Flatten() => _desk.Say(EventNames.HaltRequested, new HaltRequested(TradingState.Halted, Flatten: true, "the run ends"));

    private void Open(int place)
    {
        _tapes[place].BeginBar(_world.Now);
        Quote(place, ++_quoteTurns[place]);
    }

    private void Quote(int place, long turn)
    {
        if (turn != _quoteTurns[place] || !_days.IsOpenAt(_world.Now)) return;
        Look(place);
        var (live, market) = _truth.AtWork(_tapes[place].Symbol);
        var next = market ? _world.Scheduling.Milliseconds(300, 4_000) : live ? _world.Scheduling.Seconds(90, 300) : _world.Scheduling.Seconds(400, 900);
        _world.After(next, () => Quote(place, turn));
    }

    private void Look(int place)
    {
        var quote = _tapes[place].QuoteAt(_world.Now);
        _world.Digest.Add(quote.Last.Units);
        _exchange.OnQuote(quote);
        _broker.Drain();
    }

    private void LookSoon(Symbol symbol)
    {
        var place = DeskRules.Symbols.IndexOf(symbol);
        var turn = ++_quoteTurns[place];
        _world.After(_world.Scheduling.Milliseconds(100, 3_000), () => Quote(place, turn));
    }

    private void EndBar(int place, DateTimeOffset end)
    {
        Look(place);
        _tapes[place].EndBar(end);
        _tapes[place].BeginBar(end);
        if (place != 0) return;
        _world.Agenda.Add(end + _world.Scheduling.Milliseconds(50, 1500), _desk.Poll);
        _world.Agenda.Add(end + TimeSpan.FromSeconds(45), _desk.Poll);
    }

    private void OnClose()
    {
        _exchange.OnTime();
        _broker.Drain();
    }
}
