using System.Text.Json;
using Trading.Agents;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Positions;
using Trading.Tests.Positions;
using Trading.Trades;
using static Trading.Tests.Positions.Samples;

namespace Trading.Tests.Agents;

public class PositionManagementAgentTests
{
    private static readonly TradePlan Trailing = Plan(TradeDirection.Long, 95, new StopPolicy.Trailing(Trail.OfAmount((Price)2m)));

    private readonly BookStore _store = new();

    private PositionBook Book => _store.Peek<PositionBook>(PositionBooks.KeyOf("paper", Apple))!;

    public static TheoryData<bool> Copies => [true, false];

    [Fact]
    public void It_hears_fills_trades_and_prices()
    {
        var agent = Agent();
        Assert.Equal("positions", agent.Name);
        EventName[] heard = [EventNames.OrderPartiallyFilled, EventNames.OrderFilled, EventNames.TradeOpened, EventNames.TradeClosed, EventNames.QuoteUpdated, EventNames.BarsReceived];
        Assert.All(heard, name => Assert.Contains(agent.Hears, pattern => pattern.Matches(name)));
        Assert.Equal(heard.Length, agent.Hears.Length);
    }

    [Theory, MemberData(nameof(Copies))]
    public void A_position_is_opened_updated_and_closed_as_it_fills(bool isOnlyCopy)
    {
        var agent = Agent(isOnlyCopy);
        var first = Assert.Single(Hear(agent, FillOf(Bought(60, 100, 0))));
        Assert.Equal((EventNames.PositionOpened, FirstTrade.Value, TrendInApple), (first.Name, first.Subject, first.Scope));
        Assert.Equal(new PositionOpened(FirstTrade, 60, 100), first.Data);
        Assert.Equal(new PositionUpdated(FirstTrade, 100, 100.4m, 0), Single(agent, FillOf(Bought(40, 101, 1))));
        Hear(agent, Bars(Bar(2, high: 104.4m, low: 99.4m, close: 102)));
        Assert.Equal(new PositionUpdated(FirstTrade, 50, 100.8m, 100), Single(agent, FillOf(Sold(50, 102, 3), OrderRole.Exit)));
        Assert.Equal(new PositionClosed(FirstTrade, 160, -1, 4), Single(agent, FillOf(Sold(50, 102, 4), OrderRole.Exit)));
    }

    [Theory, MemberData(nameof(Copies))]
    public void A_stop_that_follows_the_price_is_said_to_be_moved(bool isOnlyCopy)
    {
        var agent = Agent(isOnlyCopy);
        Hold(agent, Trailing);
        var moved = Assert.IsType<StopMoved>(Single(agent, Bars(Bar(1, 103, 100, 102))));
        Assert.Equal((FirstTrade, (Price)101m), (moved.TradeId, moved.StopPrice));
        Assert.Equal((Price)101m, Book.Find(FirstTrade)!.Watch.Stop);
        Assert.Empty(Hear(agent, Bars(Bar(2, 102.5m, 101.5m, 102))));
        Assert.Equal((Price)101.5m, Assert.IsType<StopMoved>(Single(agent, QuoteOf(103.5m, 3.5))).StopPrice);
    }

    [Theory, MemberData(nameof(Copies))]
    public void Several_bars_in_one_message_move_the_stop_once(bool isOnlyCopy)
    {
        var agent = Agent(isOnlyCopy);
        Hold(agent, Trailing);
        Assert.Equal((Price)103m, Assert.IsType<StopMoved>(Single(agent, Bars(Bar(1, 103, 100, 102), Bar(2, 105, 102, 104)))).StopPrice);
    }

    [Theory, MemberData(nameof(Copies))]
    public void A_trade_whose_time_is_up_is_asked_to_be_left_once(bool isOnlyCopy)
    {
        var agent = Agent(isOnlyCopy);
        Hold(agent, Plan(TradeDirection.Long, 95, new StopPolicy.TimeLimit(TimeSpan.FromMinutes(5))));
        Assert.Empty(Hear(agent, Bars(Bar(3, 101, 99, 100))));
        var exit = Assert.IsType<ExitRequested>(Single(agent, Bars(Bar(4, 101, 99, 100.5m))));
        Assert.Equal((FirstTrade, ExitReason.Time, (Price)100.5m), (exit.TradeId, exit.Reason, exit.ReferencePrice));
        Assert.Empty(Hear(agent, Bars(Bar(5, 101, 99, 100))));
    }

    [Theory, MemberData(nameof(Copies))]
    public void The_plan_may_come_before_the_shares(bool isOnlyCopy)
    {
        var agent = Agent(isOnlyCopy);
        Assert.Empty(Hear(agent, OpenedOf(Plan(TradeDirection.Long, null, new StopPolicy.Fixed((Price)97m)))));
        Assert.Empty(Hear(agent, Bars(Bar(-1, 130, 70, 100))));
        var said = Hear(agent, FillOf(Bought(100, 100, 0)));
        Assert.Equal([EventNames.PositionOpened, EventNames.StopMoved], said.Select(message => message.Name));
    }

    [Fact]
    public void Fills_and_trade_news_in_any_order_and_twice_make_one_book() =>
        Gen.Select(Gen.Bool, Gen.Int[0, int.MaxValue]).Sample((isOnlyCopy, seed) =>
        {
            Message[] news =
            [
                FillOf(Bought(60, 100, 0)), FillOf(Bought(40, 101, 1)), OpenedOf(Trailing, 100, 100.4m),
                FillOf(Sold(30, 103, 5), OrderRole.Stop), FillOf(Sold(70, 102, 6), OrderRole.Exit), ClosedOf(),
            ];
            var straight = BookAfter(news, isOnlyCopy);
            Message[] shuffled = [.. news, .. news];
            new Random(seed).Shuffle(shuffled);
            var other = BookAfter(shuffled, isOnlyCopy);
            // The watch begins only when plan and shares are both there at once, which some orders never show.
            return Json(straight) == Json(other) && other.Find(FirstTrade)!.IsDone;

            static string Json(PositionBook book) =>
                JsonSerializer.Serialize(book with { Trades = [.. book.Trades.Select(trade => trade with { Watch = default, Wanted = null })] });
        });

    [Fact]
    public void An_opening_before_or_after_its_fills_begins_the_same_watch() => Gen.Int[0, int.MaxValue].Sample(seed =>
    {
        Message[] news = [FillOf(Bought(60, 100, 0)), FillOf(Bought(40, 101, 1)), OpenedOf(Trailing, 100, 100.4m)];
        var straight = BookAfter(news, isOnlyCopy: true).Find(FirstTrade)!;
        new Random(seed).Shuffle(news);
        var other = BookAfter(news, isOnlyCopy: false).Find(FirstTrade)!;
        return straight.Watch == other.Watch with { StopMovedAt = straight.Watch.StopMovedAt } && straight.Watch.Stop == (Price)98.4m && JsonSerializer.Serialize(straight.Position) == JsonSerializer.Serialize(other.Position);
    });

    [Theory, MemberData(nameof(Copies))]
    public void Handling_a_message_again_says_the_same_again(bool isOnlyCopy)
    {
        var agent = Agent(isOnlyCopy);
        Message[] news =
        [
            FillOf(Bought(60, 100, 0)), FillOf(Bought(40, 101, 1)), OpenedOf(Trailing, 100, 100.4m), Bars(Bar(2, 103, 100, 102)),
            QuoteOf(105, 5), FillOf(Sold(100, 102, 6), OrderRole.Exit),
        ];
        foreach (var message in news)
        {
            var said = Hear(agent, message);
            Assert.NotEmpty(said);
            Assert.Equal(said, Hear(agent, message));
            Assert.Equal(said, Hear(Agent(isOnlyCopy), message));
        }
        // A message from far back, after all the others.
        Assert.Equal(new PositionOpened(FirstTrade, 60, 100), Single(Agent(isOnlyCopy), news[0]));
        Assert.Equal(new PositionUpdated(FirstTrade, 100, 100.4m, 0), Single(Agent(isOnlyCopy), news[1]));
    }

    [Theory, MemberData(nameof(Copies))]
    public void A_save_that_loses_a_race_is_decided_again(bool isOnlyCopy)
    {
        var agent = Agent(isOnlyCopy);
        Hold(agent, Trailing);
        _store.Conflicts = 3;
        Assert.IsType<StopMoved>(Single(agent, Bars(Bar(1, 103, 100, 102))));
        _store.Conflicts = 3;
        Assert.IsType<PositionUpdated>(Single(agent, FillOf(Sold(10, 102, 2), OrderRole.Exit)));
        Assert.Equal(90m, Book.Quantity);
    }

    [Theory, MemberData(nameof(Copies))]
    public void A_store_that_changes_under_every_attempt_fails_the_message(bool isOnlyCopy)
    {
        var agent = Agent(isOnlyCopy);
        Hold(agent, Trailing);
        _store.Conflicts = 100;
        Assert.Throws<InvalidOperationException>(() => Hear(agent, Bars(Bar(1, 103, 100, 102))));
        Assert.Throws<InvalidOperationException>(() => Hear(agent, FillOf(Sold(10, 102, 2), OrderRole.Exit)));
    }

    [Theory, MemberData(nameof(Copies))]
    public void A_decision_that_could_not_be_saved_is_made_again_when_the_message_comes_again(bool isOnlyCopy)
    {
        var agent = Agent(isOnlyCopy);
        Hold(agent, Plan(TradeDirection.Long, 95, new StopPolicy.TimeLimit(TimeSpan.FromMinutes(1))));
        _store.Faults = 1;
        var bar = Bars(Bar(1, 101, 99, 100));
        Assert.Throws<IOException>(() => Hear(agent, bar));
        Assert.IsType<ExitRequested>(Single(agent, bar));
    }

    [Fact]
    public void Two_copies_that_take_turns_make_the_book_of_one()
    {
        var bars = Enumerable.Range(1, 60).Select(i => Bars(Bar(i, 101 + (i % 7), 99 - (i % 3), 100 + (i % 5)))).ToArray();
        PositionManagementAgent[] both = [Agent(), Agent()];
        Hold(both[0], Plan(TradeDirection.Long, 80, new StopPolicy.AverageTrueRange(5, 3)));
        for (var i = 0; i < bars.Length; i++) Hear(both[i % 2], bars[i]);
        var shared = Book;

        var alone = new PositionManagementAgentTests();
        var one = alone.Agent();
        Hold(one, Plan(TradeDirection.Long, 80, new StopPolicy.AverageTrueRange(5, 3)));
        foreach (var bar in bars) Hear(one, bar);
        Assert.Equal(JsonSerializer.Serialize(alone.Book), JsonSerializer.Serialize(shared));
    }

    [Fact]
    public void The_only_copy_says_what_many_copies_say() =>
        Gen.Int[9500, 10500].Array[1, 60].Sample(closes =>
        {
            var plan = Plan(TradeDirection.Long, 95, new StopPolicy.AverageTrueRange(4, 2), new StopPolicy.BreakEven(0.5m, Price.Zero), new StopPolicy.TimeLimit(TimeSpan.FromMinutes(50)));
            var bars = closes.Select((cents, i) => Bars(Bar(i + 1, (cents / 100m) + 1, (cents / 100m) - 1, cents / 100m))).Append(FillOf(Sold(100, 99, 90), OrderRole.Exit)).ToArray();
            var (only, many) = (Run(true), Run(false));
            return only.Said.SequenceEqual(many.Said) && only.Book == many.Book;

            (List<Message> Said, string Book) Run(bool isOnlyCopy)
            {
                var test = new PositionManagementAgentTests();
                var agent = test.Agent(isOnlyCopy);
                Hold(agent, plan);
                var said = bars.SelectMany(bar => Hear(agent, bar)).ToList();
                return (said, JsonSerializer.Serialize(test.Book));
            }
        });

    [Fact]
    public void A_copy_that_starts_anew_goes_on_from_the_store()
    {
        Hold(Agent(isOnlyCopy: true), Trailing);
        Assert.IsType<StopMoved>(Single(Agent(isOnlyCopy: true), Bars(Bar(1, 103, 100, 102))));
    }

    [Fact]
    public void Every_account_that_holds_the_symbol_is_watched()
    {
        var agent = new PositionManagementAgent(_store, ["paper", "live"], WatchSettings.Default, isOnlyCopy: true);
        foreach (var account in new[] { "paper", "live" })
        {
            Hear(agent, FillOf(Bought(100, 100, 0), account: account));
            Hear(agent, OpenedOf(Trailing, account: account));
        }
        var bar = Bars(Bar(1, 103, 100, 102));
        _store.Faults = 0;
        var said = Hear(agent, bar);
        Assert.Equal(["paper", "live"], said.Select(message => message.Scope.Account));
        Assert.Equal(said, Hear(agent, bar));
    }

    [Fact]
    public void An_account_that_the_desk_does_not_have_is_a_broken_configuration()
    {
        Assert.Throws<InvalidOperationException>(() => Hear(Agent(), FillOf(Bought(1, 10, 0), account: "other")));
        Assert.Throws<ArgumentException>(() => new PositionManagementAgent(_store, ["paper", "paper"], WatchSettings.Default));
    }

    [Theory, MemberData(nameof(Copies))]
    public void A_late_fill_of_a_closed_trade_is_booked_and_not_watched(bool isOnlyCopy)
    {
        var agent = Agent(isOnlyCopy);
        Hold(agent, Trailing);
        Hear(agent, FillOf(Sold(100, 102, 3), OrderRole.Exit));
        Hear(agent, ClosedOf());
        Assert.IsType<PositionOpened>(Single(agent, FillOf(Bought(7, 101, 4))));
        Assert.Equal(7m, Book.Quantity);
        Assert.Empty(Hear(agent, Bars(Bar(9, 150, 50, 120))));
    }

    [Theory, MemberData(nameof(Copies))]
    public async Task On_the_morning_of_a_split_what_is_held_is_put_into_new_shares_once(bool isOnlyCopy)
    {
        var agent = Agent(isOnlyCopy);
        Hold(agent, Plan(TradeDirection.Long, 90, new StopPolicy.Trailing(Trail.OfAmount((Price)6m))));
        _store.Conflicts = 2;
        for (var i = 0; i < 2; i++) await agent.ApplySplitAsync(Split(2, 1), At(5), TestContext.Current.CancellationToken);
        Assert.Equal((200m, (Price)47m), (Book.Quantity, Book.Find(FirstTrade)!.Watch.Stop));
        Assert.Equal((Price)50m, Assert.IsType<StopMoved>(Single(agent, Bars(Bar(6, 53, 49, 52)))).StopPrice);
    }

    [Fact]
    public void A_bar_of_a_symbol_in_which_nothing_is_held_makes_no_garbage_and_asks_no_store()
    {
        var agent = Agent(isOnlyCopy: true);
        AssertIdle(agent);
        Hold(agent, Trailing);
        Hear(agent, FillOf(Sold(100, 102, 3), OrderRole.Exit));
        Hear(agent, ClosedOf());
        AssertIdle(agent);
    }

    [Fact]
    public void A_bar_that_decides_nothing_about_an_open_trade_makes_no_garbage_and_is_not_saved()
    {
        var agent = Agent(isOnlyCopy: true);
        Hold(agent, Plan(TradeDirection.Long, 80, new StopPolicy.AverageTrueRange(5, 12), new StopPolicy.BreakEven(1, Price.Zero)));
        AssertIdle(agent);
        Assert.Equal((Price)80m, Book.Find(FirstTrade)!.Watch.Stop);
    }

    private void AssertIdle(PositionManagementAgent agent)
    {
        var bars = Enumerable.Range(1, 200).Select(i => Bars(Bar(10 + i, 101, 99, 100))).ToArray();
        var outbox = new Outbox(agent.Name);
        foreach (var bar in bars.AsSpan(0, 100)) Handle(agent, outbox, bar);
        var (loads, saves, bytes) = (_store.Loads, _store.Saves, GC.GetAllocatedBytesForCurrentThread());
        foreach (var bar in bars.AsSpan(100)) Handle(agent, outbox, bar);
        Assert.Equal((loads, saves, 0), (_store.Loads, _store.Saves, GC.GetAllocatedBytesForCurrentThread() - bytes));
    }

    private PositionManagementAgent Agent(bool isOnlyCopy = false) => new(_store, ["paper"], WatchSettings.Default, isOnlyCopy: isOnlyCopy);

    private static PositionBook BookAfter(Message[] news, bool isOnlyCopy)
    {
        var test = new PositionManagementAgentTests();
        var agent = test.Agent(isOnlyCopy);
        foreach (var message in news) Hear(agent, message);
        return test.Book;
    }

    private static void Hold(PositionManagementAgent agent, TradePlan plan)
    {
        Hear(agent, FillOf(Bought(100, 100, 0)));
        Hear(agent, OpenedOf(plan));
    }

    private static IReadOnlyList<Message> Hear(PositionManagementAgent agent, Message message)
    {
        var outbox = new Outbox(agent.Name);
        Handle(agent, outbox, message);
        return outbox.Messages;
    }

    private static Payload Single(PositionManagementAgent agent, Message message) => Assert.Single(Hear(agent, message)).Data;

    private static void Handle(PositionManagementAgent agent, Outbox outbox, Message message)
    {
        outbox.Begin(message, message.Time);
        var handled = agent.HandleAsync(message, outbox, CancellationToken.None);
        Assert.True(handled.IsCompleted);
        handled.AsTask().GetAwaiter().GetResult();
    }

    private static Message FillOf(Fill fill, OrderRole role = OrderRole.Entry, string account = "paper")
    {
        var id = new OrderId(FirstTrade, role, 1);
        return Say(EventNames.OrderFilled, fill.ExecutionId, fill.Time, TrendInApple with { Account = account }, new OrderFilled(id, fill, fill.Quantity));
    }

    private static Message OpenedOf(TradePlan plan, decimal quantity = 100, decimal entry = 100, string account = "paper") =>
        Say(EventNames.TradeOpened, "opened", At(1), TrendInApple with { Account = account }, Opened(plan, quantity, entry));

    private static Message ClosedOf() => Say(EventNames.TradeClosed, "closed", At(7), TrendInApple,
        new TradeClosed(FirstTrade, TradeDirection.Long, 100, 100.4m, 102.3m, 0, 190, At(0), At(7), ExitReason.Stop));

    private static Message Bars(params Bar[] bars) =>
        Say(EventNames.BarsReceived, $"bar{bars[0].Start:O}", bars[^1].End, Scope.OfMarket(Apple), new BarsReceived(Apple, BarPeriod.Minute, [.. bars]));

    private static Message QuoteOf(decimal price, double minute) =>
        Say(EventNames.QuoteUpdated, $"quote{minute}", At(minute), Scope.OfMarket(Apple), new QuoteUpdated(Quote.At(Apple, (Price)price, At(minute))));

    private static Message Say(EventName name, string key, DateTimeOffset time, Scope scope, Payload data) =>
        Message.First(MessageId.From($"{key}/{scope.Account}"), name, "test", time, key, scope, data);
}
