using System.Collections.Immutable;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Tests.Agents;

public class StrategyAgentTests
{
    private static readonly DateTimeOffset Open = new(2026, 8, 21, 13, 30, 0, TimeSpan.Zero);

    private readonly History _history = new();
    private readonly List<Listener> _made = [];

    [Fact]
    public async Task Bars_are_fed_in_order_and_each_once()
    {
        var agent = Agent(isOnlyCopy: true);
        await Feed(agent, 1, 2);
        await Feed(agent, 2); // told twice
        await Feed(agent, 1); // told late
        await Feed(agent, 2, 3, 4); // one known, two new
        Assert.Equal([1, 2, 3, 4], _made[^1].Heard);
    }

    [Fact]
    public async Task Bars_of_another_symbol_or_period_are_passed_over()
    {
        var agent = Agent(isOnlyCopy: true);
        await Handle(agent, new BarsReceived("MSFT", BarPeriod.Minute, [Bar(1)]));
        await Handle(agent, new BarsReceived("AAPL", BarPeriod.Hour, [Bar(1)]));
        Assert.All(_made, strategy => Assert.Empty(strategy.Heard));
    }

    [Fact]
    public async Task A_strategy_that_starts_late_is_rebuilt_from_the_bars_it_needs_and_says_nothing_of_them()
    {
        _history.Has(1, 9);
        var agent = Agent(isOnlyCopy: true);
        var said = await Feed(agent, 10);
        Assert.Equal([7, 8, 9, 10], _made[^1].Heard);
        Assert.Single(said, message => message.Data is EntrySignaled);
    }

    [Fact]
    public async Task A_copy_that_missed_bars_is_rebuilt_from_the_history()
    {
        var agent = Agent(isOnlyCopy: false);
        _history.Has(1, 3);
        await Feed(agent, 4);
        _history.Has(1, 8);
        await Feed(agent, 9);
        Assert.Equal([6, 7, 8, 9], _made[^1].Heard);
    }

    [Fact]
    public async Task A_copy_that_missed_nothing_goes_on_though_the_market_paused()
    {
        _history.Has(1, 3);
        var agent = Agent(isOnlyCopy: false);
        await Feed(agent, 4);
        _history.Has(1, 4);
        await Feed(agent, 9); // nobody traded in between
        Assert.Equal([1, 2, 3, 4, 9], _made[^1].Heard);
    }

    [Fact]
    public async Task A_history_that_lags_behind_what_was_seen_does_not_set_a_strategy_back()
    {
        _history.Has(1, 3);
        var agent = Agent(isOnlyCopy: false);
        await Feed(agent, 4);
        await Feed(agent, 5);
        await Feed(agent, 6);
        Assert.Equal([1, 2, 3, 4, 5, 6], _made[^1].Heard);
    }

    [Fact]
    public async Task The_only_copy_does_not_ask_the_history_again()
    {
        _history.Has(1, 3);
        var agent = Agent(isOnlyCopy: true);
        await Feed(agent, 4);
        var asked = _history.Asked;
        await Feed(agent, 9);
        Assert.Equal(asked, _history.Asked);
        Assert.Equal([1, 2, 3, 4, 9], _made[^1].Heard);
    }

    [Fact]
    public async Task Two_copies_say_one_signal()
    {
        _history.Has(1, 9);
        var first = await Feed(Agent(isOnlyCopy: false), 10);
        var second = await Feed(Agent(isOnlyCopy: false), 8, 9, 10);
        var ids = first.Select(message => message.Id).ToArray();
        Assert.Equal(2, ids.Distinct().Count());
        Assert.Equal(ids, second.TakeLast(2).Select(message => message.Id));
        Assert.Equal(new Scope("paper", "trend", "AAPL"), first[0].Scope);
    }

    [Fact]
    public async Task The_way_out_is_said_before_the_way_in_and_another_bar_is_another_signal()
    {
        var said = await Feed(Agent(isOnlyCopy: true), 10, 20);
        Assert.Equal(
            [EventNames.ExitSignaled, EventNames.EntrySignaled, EventNames.ExitSignaled, EventNames.EntrySignaled], said.Select(message => message.Name));
        Assert.Equal(4, said.Select(message => message.Id).Distinct().Count());
    }

    [Fact]
    public async Task The_way_out_tells_when_it_was_decided_so_that_it_is_never_taken_for_that_of_a_later_trade()
    {
        var said = await Feed(Agent(isOnlyCopy: true), 10);
        Assert.Equal(Bar(10).End, Assert.IsType<ExitSignaled>(said[0].Data).SignaledAt);
    }

    [Fact]
    public async Task Strategies_of_one_symbol_keep_their_signals_apart()
    {
        var agent = new StrategyAgent([Strategy("trend"), Strategy("fade")], _history, isOnlyCopy: true);
        var said = await Feed(agent, 10);
        Assert.Equal(["trend", "trend", "fade", "fade"], said.Select(message => message.Scope.Strategy));
        Assert.Equal(4, said.Select(message => message.Id).Distinct().Count());
    }

    [Fact]
    public async Task Every_strategy_hears_the_session()
    {
        var agent = Agent(isOnlyCopy: true);
        var session = new Session(new DateOnly(2026, 8, 21), Open.AddHours(-5.5), Open, Open.AddHours(6.5), Open.AddHours(10.5), false);
        await Handle(agent, new SessionChanged(session, SessionPhase.Regular));
        Assert.Equal(SessionPhase.Regular, Assert.Single(_made).Phase);
    }

    private StrategyAgent Agent(bool isOnlyCopy) => new([Strategy("trend")], _history, isOnlyCopy);

    private RunningStrategy Strategy(string name) => new("paper", name, ["AAPL"], BarPeriod.Minute, () =>
    {
        _made.Add(new Listener());
        return _made[^1];
    });

    private static Bar Bar(int minute) => new(
        Open.AddMinutes(minute - 1), Open.AddMinutes(minute), Price.Parse("100"), Price.Parse("101"), Price.Parse("99"), Price.Parse("100"), minute);

    private static Task<Message[]> Feed(StrategyAgent agent, params int[] minutes) =>
        Handle(agent, new BarsReceived("AAPL", BarPeriod.Minute, [.. minutes.Select(Bar)]));

    private static async Task<Message[]> Handle(StrategyAgent agent, Payload data)
    {
        var message = Message.First(MessageId.From("a message"), EventNames.BarsReceived, "marketdata", Open, "AAPL", Scope.OfMarket("AAPL"), data);
        var outbox = new Outbox(agent.Name);
        outbox.Begin(message, Open);
        await agent.HandleAsync(message, outbox, TestContext.Current.CancellationToken);
        return [.. outbox.Messages];
    }

    /// <summary>Needs three bars, and signals on every tenth.</summary>
    private sealed class Listener : IStrategy
    {
        public List<int> Heard { get; } = [];
        public SessionPhase? Phase { get; private set; }
        public int WarmUpBars => 3;

        public StrategySignal? OnBar(in Bar bar)
        {
            Heard.Add((int)bar.Volume);
            return bar.Volume % 10 != 0 ? null : new StrategySignal(
                new ExitSignaled(TradeDirection.Short, bar.Close, ""),
                new TradePlan { Direction = TradeDirection.Long, ReferencePrice = bar.Close, SignaledAt = bar.End, Reason = "" });
        }

        public void OnSession(SessionChanged session) => Phase = session.Phase;
    }

    private sealed class History : IBarHistory
    {
        private int _first = 1;
        private int _last;

        public int Asked { get; private set; }

        public void Has(int first, int last) => (_first, _last) = (first, last);

        public ValueTask<ImmutableArray<Bar>> LastAsync(Symbol symbol, BarPeriod period, DateTimeOffset end, int count, CancellationToken cancellation)
        {
            Asked++;
            var past = Enumerable.Range(_first, Math.Max(0, _last - _first + 1)).Select(Bar).Where(bar => bar.End <= end);
            return new([.. past.TakeLast(count)]);
        }
    }
}
