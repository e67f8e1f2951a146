using System.Collections.Immutable;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;

namespace Trading.Tests.Agents;

public class MarketDataAgentTests
{
    private static readonly DateTimeOffset Open = new(2026, 8, 21, 13, 30, 0, TimeSpan.Zero);

    private readonly Source _source = new();

    [Fact]
    public async Task A_quote_asked_for_is_said_and_none_is_nothing()
    {
        Assert.Empty(await Handle(new QuoteRequested("AAPL")));
        _source.Quote = Quote.At("AAPL", Price.Parse("187.50"), Open);
        var said = Assert.Single(await Handle(new QuoteRequested("AAPL")));
        Assert.Equal((EventNames.QuoteUpdated, "AAPL", new QuoteUpdated(_source.Quote)), (said.Name, said.Subject, said.Data));
    }

    [Fact]
    public async Task Bars_asked_for_are_said_and_none_are_nothing()
    {
        Assert.Empty(await Handle(new BarsRequested("AAPL", BarPeriod.Minute, Open, Open.AddMinutes(2))));
        _source.Bars = [Bar(1), Bar(2)];
        var said = Assert.Single(await Handle(new BarsRequested("AAPL", BarPeriod.Minute, Open, Open.AddMinutes(2))));
        Assert.Equal(_source.Bars, Assert.IsType<BarsReceived>(said.Data).Bars);
        Assert.Equal(Scope.OfMarket("AAPL"), said.Scope);
    }

    [Fact]
    public async Task A_long_answer_is_several_messages_that_fit_the_wire()
    {
        _source.Bars = [.. Enumerable.Range(1, 1000).Select(Bar)];
        var said = await Handle(new BarsRequested("AAPL", BarPeriod.Minute, Open, Open.AddMinutes(1000)));
        Assert.Equal(_source.Bars, said.SelectMany(message => ((BarsReceived)message.Data).Bars));
        Assert.Equal(said.Count, said.Select(message => message.Id).Distinct().Count());
        Assert.All(said, message => Assert.InRange(MessageJson.Write(message).Length, 1, MessageJson.MaxBytes));
    }

    [Fact]
    public async Task The_session_asked_for_is_said_with_the_part_of_the_day_that_it_is()
    {
        var said = Assert.IsType<SessionChanged>(Assert.Single(await Handle(new SessionRequested())).Data);
        Assert.Equal((new DateOnly(2026, 8, 21), SessionPhase.Regular), (said.Session.Date, said.Phase));
    }

    [Fact]
    public async Task A_tick_says_the_bars_that_ended_under_an_id_of_their_own()
    {
        _source.Bars = [Bar(1)];
        var outbox = new Outbox("marketdata");
        var ids = new List<MessageId>();
        foreach (var (copy, root) in ((MarketDataAgent, string)[])[(Agent(), "one"), (Agent(), "two")])
        {
            outbox.Begin(MessageId.From(root), Open.AddMinutes(1));
            await copy.PollAsync(Open, Open.AddMinutes(1), outbox, TestContext.Current.CancellationToken);
            Assert.Equal(["AAPL", "MSFT"], outbox.Messages.Where(message => message.Data is BarsReceived).Select(message => message.Subject));
            ids.AddRange(outbox.Messages.Select(message => message.Id));
        }
        Assert.Equal(ids[..3], ids[3..]); // two copies on different ticks say the same messages
        Assert.Equal(3, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_tick_waits_for_a_slow_source()
    {
        _source.Slow = new TaskCompletionSource<ImmutableArray<Bar>>();
        var outbox = new Outbox("marketdata");
        outbox.Begin(MessageId.From("a tick"), Open.AddMinutes(1));
        var polling = Agent().PollAsync(0, Open, Open.AddMinutes(1), outbox, TestContext.Current.CancellationToken);
        Assert.False(polling.IsCompleted);
        _source.Slow.SetResult([Bar(1)]);
        await polling;
        Assert.Single(outbox.Messages);
    }

    [Fact]
    public void Each_part_of_the_day_is_said_once_when_it_begins()
    {
        var agent = Agent();
        var outbox = new Outbox("marketdata");
        var said = new List<(DateTimeOffset, SessionPhase, DateOnly)>();
        var ids = new List<MessageId>();
        var begin = Open.Date.AddHours(6);
        for (var time = new DateTimeOffset(begin, TimeSpan.Zero); time < Open.AddDays(3); time = time.AddMinutes(30))
        {
            outbox.Begin(MessageId.From("a tick", time.UtcTicks), time);
            agent.PollSession(time.AddMinutes(-30), time, outbox);
            foreach (var message in outbox.Messages)
            {
                ids.Add(message.Id);
                if (message.Data is SessionChanged changed) said.Add((time, changed.Phase, changed.Session.Date));
            }
        }
        var (friday, monday) = (new DateOnly(2026, 8, 21), new DateOnly(2026, 8, 24));
        Assert.Equal(
            [
                (Open.AddHours(-7.5), SessionPhase.Closed, friday),
                (Open.AddHours(-5.5), SessionPhase.PreMarket, friday),
                (Open, SessionPhase.Regular, friday),
                (Open.AddHours(6.5), SessionPhase.AfterHours, friday),
                (Open.AddHours(10.5), SessionPhase.Closed, monday),
                (Open.AddDays(3).AddHours(-5.5), SessionPhase.PreMarket, monday),
            ],
            said);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void A_calendar_that_makes_each_session_anew_changes_nothing()
    {
        var agent = new MarketDataAgent(_source, new CopyingCalendar(), []);
        var outbox = new Outbox("marketdata");
        outbox.Begin(MessageId.From("a tick"), Open);
        for (var i = 0; i < 5; i++) agent.PollSession(Open.AddHours(-9 + i - 1), Open.AddHours(-9 + i), outbox); // before the pre-market
        Assert.Equal([SessionPhase.Closed, SessionPhase.PreMarket], outbox.Messages.Select(message => ((SessionChanged)message.Data).Phase).Distinct());
        Assert.Equal(2, outbox.Messages.Count);
    }

    private MarketDataAgent Agent() => new(_source, new NyseCalendar(), [("AAPL", BarPeriod.Minute), ("MSFT", BarPeriod.Minute)]);

    private static Bar Bar(int minute) => new(
        Open.AddMinutes(minute - 1), Open.AddMinutes(minute), Price.Parse("100"), Price.Parse("101"), Price.Parse("99"), Price.Parse("100"), 1000);

    private async Task<IReadOnlyList<Message>> Handle(Payload data)
    {
        var message = Message.First(MessageId.From("a request"), EventNames.QuoteRequested, "somebody", Open, "AAPL", Scope.OfMarket("AAPL"), data);
        var outbox = new Outbox("marketdata");
        outbox.Begin(message, Open);
        await Agent().HandleAsync(message, outbox, TestContext.Current.CancellationToken);
        return outbox.Messages;
    }

    private sealed class Source : IMarketDataSource
    {
        public Quote? Quote { get; set; }
        public ImmutableArray<Bar> Bars { get; set; } = [];
        public TaskCompletionSource<ImmutableArray<Bar>>? Slow { get; set; }

        public ValueTask<Quote?> QuoteAsync(Symbol symbol, CancellationToken cancellation) => new(Quote);

        public ValueTask<ImmutableArray<Bar>> BarsAsync(Symbol symbol, BarPeriod period, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
            Slow is { } slow ? new(slow.Task) : new(Bars);
    }

    private sealed class CopyingCalendar : IMarketCalendar
    {
        private readonly NyseCalendar _calendar = new();

        public Session? SessionOn(DateOnly date) => _calendar.SessionOn(date) is { } session ? session with { } : null;
        public Session CurrentOrNext(DateTimeOffset time) => _calendar.CurrentOrNext(time) with { };
    }
}
