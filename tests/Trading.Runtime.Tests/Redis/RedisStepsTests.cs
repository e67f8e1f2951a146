using System.Text.Json;
using StackExchange.Redis;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Messages;
using Trading.Positions;
using Trading.Risk;
using Trading.Runtime.Delivery;
using Trading.Runtime.Redis;
using Trading.Runtime.Tests.Buses;

namespace Trading.Runtime.Tests.Redis;

[Collection<RedisCollection>]
public class RedisStepsTests(SharedRedis redis)
{
    private static readonly StateKey Mine = new("breaker", "mine");

    private readonly RedisRoom _room = new(redis.Connection);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_goes_into_the_inbox_of_everyone_who_hears_it_as_a_cloud_event_with_its_trace()
    {
        var said = RedisRoom.Bars(1) with { Trace = new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "a=b") };
        await _room.Steps.PublishAsync(said, None);

        foreach (var hearer in (string[])[AgentNames.Strategy, AgentNames.Positions])
        {
            var entry = Assert.Single(await _room.Inboxes.TakeNewAsync(hearer, "one", 10, None));
            Assert.Equal(MessageJson.Write(said), MessageJson.Write(entry.Message));
            Assert.Equal((hearer, 1, true), (entry.Inbox, entry.Deliveries, entry.IsKnownUnhandled));
        }
        Assert.Equal(0, await _room.LengthAsync(AgentNames.Risk));
    }

    [Fact]
    public async Task Where_a_step_put_what_it_said_is_told_once_it_is_stored_and_not_of_a_step_that_stored_nothing()
    {
        var told = new List<(MessageId Message, string Inbox, string Entry)>();
        var steps = new RedisSteps(_room.Redis, _room.Keys, InboxRoutes.Desk, RedisDeliveryOptions.Default, (message, inbox, entry) => told.Add((message.Id, inbox, entry)));
        await _room.AskAsync(1);
        var (asked, bars, more) = (await _room.TakeOneAsync(), RedisRoom.Bars(1), RedisRoom.Bars(2));

        foreach (var outcome in (StepOutcome[])[StepOutcome.Committed, StepOutcome.AlreadyHandled])
            Assert.Equal(outcome, await steps.CommitAsync(RedisRoom.StepOf(asked) with { Said = [bars, more] }, None));

        var expected = new List<(MessageId, string, string)>();
        foreach (var (message, place) in ((Message, int)[])[(bars, 0), (more, 1)])
            foreach (var hearer in InboxRoutes.Desk.HearersOf(message.Name))
                expected.Add((message.Id, hearer, (await _room.Database.StreamRangeAsync(_room.Keys.Inbox(hearer)))[place].Id!));
        Assert.Equal(expected, told);
    }

    [Fact]
    public async Task A_committed_step_stores_everything_and_takes_its_entry_out()
    {
        await _room.AskAsync(1);
        var entry = await _room.TakeOneAsync();
        var outcome = await _room.Steps.CommitAsync(
            RedisRoom.StepOf(entry) with { Writes = [Write(1, 0)], Said = [RedisRoom.Bars(1), RedisRoom.Bars(2)] }, None);

        Assert.Equal(StepOutcome.Committed, outcome);
        Assert.True(await _room.Steps.IsHandledAsync(entry, None));
        Assert.Equal((1, 1), await LoadAsync());
        Assert.Equal((0, 0), (await _room.LengthAsync(), await _room.PendingAsync()));
        Assert.Equal((2, 2), (await _room.LengthAsync(AgentNames.Strategy), await _room.LengthAsync(AgentNames.Positions)));
    }

    [Fact]
    public async Task A_step_of_a_handled_message_stores_nothing_and_drops_the_entry()
    {
        await _room.AskAsync(1);
        await _room.AskAsync(1);
        var twice = await _room.TakeAsync();
        Assert.Equal([true, false], twice.Select(entry => entry.IsKnownUnhandled));
        Assert.Equal(StepOutcome.Committed, await _room.CommitAsync(twice[0], Write(1, 0)));

        Assert.Equal(StepOutcome.AlreadyHandled, await _room.Steps.CommitAsync(
            RedisRoom.StepOf(twice[1]) with { Writes = [Write(2, 1)], Said = [RedisRoom.Bars(1)] }, None));
        Assert.Equal((1, 1), await LoadAsync());
        Assert.Equal((0, 0, 0), (await _room.LengthAsync(AgentNames.Strategy), await _room.LengthAsync(), await _room.PendingAsync()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_step_on_another_version_stores_nothing_and_keeps_the_entry(long expected)
    {
        await _room.CommitAsync(null, Write(1, 0));
        await _room.AskAsync(1);
        var entry = await _room.TakeOneAsync();

        var outcome = await _room.Steps.CommitAsync(
            RedisRoom.StepOf(entry) with { Writes = [Write(7, 0, "other"), Write(2, expected)], Said = [RedisRoom.Bars(1)] }, None);

        Assert.Equal(StepOutcome.Conflict, outcome);
        Assert.Equal((1, 1), await LoadAsync());
        Assert.Equal((0, 0), await LoadAsync("other"));
        Assert.False(await _room.Steps.IsHandledAsync(entry, None));
        Assert.Equal((0, 1, 1), (await _room.LengthAsync(AgentNames.Strategy), await _room.LengthAsync(), await _room.PendingAsync()));
        Assert.Equal(StepOutcome.Committed, await _room.CommitAsync(entry, Write(2, 1)));
        Assert.Equal((2, 2), await LoadAsync());
    }

    [Fact]
    public async Task A_tick_that_was_committed_and_is_done_again_meets_its_own_version()
    {
        Assert.Equal(StepOutcome.Committed, await _room.CommitAsync(null, Write(1, 0)));
        Assert.Equal(StepOutcome.Conflict, await _room.CommitAsync(null, Write(1, 0)));
    }

    [Fact]
    public async Task Each_kind_of_shared_value_comes_back_as_it_was()
    {
        var portfolio = Portfolio.Unknown("paper");
        var desk = Desk.Empty;
        var book = new PositionBook("paper", "AAPL");
        StateKey ofPortfolio = new(Portfolio.Kind, "paper"), ofDesk = new(Desk.Kind, ""), ofBook = new(PositionBook.Kind, PositionBook.OwnerOf("paper", "AAPL"));
        await _room.CommitAsync(null, new StateWrite(ofPortfolio, portfolio, 0), new StateWrite(ofDesk, desk, 0), new StateWrite(ofBook, book, 0));

        Assert.Equal(Json(portfolio), Json((await _room.Steps.LoadAsync<Portfolio>(ofPortfolio, None)).Value!));
        Assert.Equal(Json(desk), Json((await _room.Steps.LoadAsync<Desk>(ofDesk, None)).Value!));
        Assert.Equal(Json(book), Json((await _room.Steps.LoadAsync<PositionBook>(ofBook, None)).Value!));
    }

    [Fact]
    public async Task Of_copies_that_commit_one_message_at_once_one_does()
    {
        await _room.AskAsync(1);
        var entry = await _room.TakeOneAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _room.CommitAsync(entry, RedisRoom.Bars(1))));
        Assert.Single(outcomes, StepOutcome.Committed);
        Assert.Equal(15, outcomes.Count(outcome => outcome == StepOutcome.AlreadyHandled));
        Assert.Equal(1, await _room.LengthAsync(AgentNames.Strategy));
    }

    [Fact]
    public async Task What_is_known_to_be_handled_is_bounded_by_number()
    {
        var room = new RedisRoom(redis.Connection, new RedisDeliveryOptions { MostHandled = 3, ForgetEvery = 1 });
        for (var i = 0; i < 5; i++)
        {
            await room.AskAsync(i);
            await room.CommitAsync(await room.TakeOneAsync());
        }
        Assert.Equal(3, await room.Database.SortedSetLengthAsync(room.Keys.Handled(RedisRoom.Inbox)));
    }

    [Fact]
    public async Task What_is_known_to_be_handled_is_bounded_by_time()
    {
        var room = new RedisRoom(redis.Connection, new RedisDeliveryOptions { HandledFor = TimeSpan.FromHours(1), ForgetEvery = 1 });
        var old = (DateTimeOffset.UtcNow - TimeSpan.FromHours(1) - TimeSpan.FromMinutes(1)).ToUnixTimeMilliseconds();
        await room.Database.SortedSetAddAsync(room.Keys.Handled(RedisRoom.Inbox), "old", old);
        await room.Database.SortedSetAddAsync(room.Keys.Handled(RedisRoom.Inbox), "young", old + 2 * 60_000);
        var message = await room.AskAsync(1);
        await room.CommitAsync(await room.TakeOneAsync());
        Assert.Equal(["young", message.Id.ToString()], await room.Database.SortedSetRangeByRankAsync(room.Keys.Handled(RedisRoom.Inbox)));
    }

    [Fact]
    public async Task A_script_that_the_server_forgot_is_told_again()
    {
        await _room.AskAsync(1);
        await _room.Database.ExecuteAsync("SCRIPT", "FLUSH");
        await _room.AskAsync(2);
        Assert.Equal(2, await _room.LengthAsync());
    }

    private static StateWrite Write(int trips, long expected, string owner = "mine") => new(
        Mine with { Owner = owner }, Breaker.StartingAt(Said.Noon) with { Generation = trips }, expected);

    private async Task<(long Value, long Version)> LoadAsync(string owner = "mine")
    {
        var (value, version) = await _room.Steps.LoadAsync<Breaker>(Mine with { Owner = owner }, None);
        return (value?.Generation ?? 0, version);
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, TradingJson.Of<T>());
}
