using Trading.Runtime.Redis;

namespace Trading.Runtime.Tests.Redis;

[Collection<RedisCollection>]
public class RedisHealthTests(SharedRedis redis)
{
    private static readonly RedisHealthLimits Strict = new() { CanaryWithin = TimeSpan.FromTicks(-1), Oldest = TimeSpan.FromTicks(-1), MostWaiting = 1 };

    private readonly RedisRoom _room = new(redis.Connection);

    private RedisHealth Health => new(_room.Redis, _room.Keys);

    private RedisCanaries Canaries => new(_room.Redis, _room.Keys);

    [Fact]
    public async Task A_desk_that_never_ran_is_well()
    {
        var report = await Health.CheckAsync([RedisRoom.Inbox, "risk"], Strict);
        Assert.True(report.IsWell);
        Assert.NotNull(report.RoundTrip);
        Assert.Equal(new InboxHealth(RedisRoom.Inbox, 0, 0, null, null, null), report.Inboxes[0]);
    }

    [Fact]
    public async Task A_canary_that_a_live_loop_took_is_seen_by_no_agent_and_counts()
    {
        await Canaries.SendAsync(RedisRoom.Inbox);
        Assert.NotNull((await CheckAsync()).CanaryUnseenFor);
        await _room.AskAsync(1);
        Assert.Equal("1", Assert.Single(await _room.TakeAsync()).Message.Subject);
        var seen = await CheckAsync();
        Assert.Null(seen.CanaryUnseenFor);
        Assert.NotNull(seen.CanarySeen);
        Assert.Equal(1, seen.Waiting);
    }

    [Fact]
    public async Task A_canary_that_nobody_takes_shows_a_dead_loop_and_does_not_breed()
    {
        for (var i = 0; i < 3; i++) await Canaries.SendAsync(RedisRoom.Inbox);
        Assert.Equal(1, await _room.LengthAsync());
        var report = await Health.CheckAsync([RedisRoom.Inbox], Strict with { Oldest = TimeSpan.MaxValue });
        Assert.Equal([RedisProblem.LoopDead], report.Problems.Select(problem => problem.Code));
        Assert.True(report.AsksForRestart);
    }

    [Fact]
    public async Task A_canary_that_the_sweep_takes_away_stays_unseen_until_a_live_loop_takes_another()
    {
        await Canaries.SendAsync(RedisRoom.Inbox);
        Assert.Empty(await _room.TakeOverdueAsync(RedisRoom.AtOnce));
        Assert.Equal(0, await _room.LengthAsync());
        Assert.NotNull((await CheckAsync()).CanaryUnseenFor);
        await Canaries.SendAsync(RedisRoom.Inbox);
        Assert.Empty(await _room.TakeAsync());
        Assert.Null((await CheckAsync()).CanaryUnseenFor);
    }

    [Fact]
    public async Task A_sweep_behind_a_trigger_leaves_the_canary_to_it_and_takes_what_lies_behind()
    {
        await Canaries.SendAsync(RedisRoom.Inbox);
        await _room.AskAsync(1);
        var none = TestContext.Current.CancellationToken;

        Assert.Equal("1", Assert.Single(await _room.Inboxes.TakeUntoldAsync(RedisRoom.Inbox, "sweep", 10, leavesCanaries: true, none)).Message.Subject);
        Assert.Empty(await _room.Inboxes.TakeUntoldAsync(RedisRoom.Inbox, "sweep", 10, leavesCanaries: true, none));

        Assert.NotNull((await CheckAsync()).CanaryUnseenFor);
        var canary = (await _room.Database.StreamRangeAsync(_room.Keys.Inbox(RedisRoom.Inbox)))[0];
        Assert.Null(await _room.Inboxes.TakeAsync(RedisRoom.Inbox, "host", canary.Id!, none));
        Assert.Null((await CheckAsync()).CanaryUnseenFor);
    }

    [Fact]
    public async Task A_trigger_that_is_told_of_a_canary_shows_that_it_lives()
    {
        await Canaries.SendAsync(RedisRoom.Inbox);
        var entry = Assert.Single(await _room.Database.StreamRangeAsync(_room.Keys.Inbox(RedisRoom.Inbox)));
        Assert.Null(await _room.Inboxes.TakeAsync(RedisRoom.Inbox, "host", entry.Id!, TestContext.Current.CancellationToken));
        Assert.Equal((0, null), ((await CheckAsync()).Waiting, (await CheckAsync()).CanaryUnseenFor));
    }

    [Fact]
    public async Task What_waits_too_long_and_is_too_much_and_what_was_given_up_is_told()
    {
        for (var i = 0; i < 3; i++) await _room.AskAsync(i);
        await _room.Inboxes.BuryAsync(await _room.TakeOneAsync(), "poison", TestContext.Current.CancellationToken);
        await _room.TakeOneAsync();
        var report = await Health.CheckAsync([RedisRoom.Inbox], Strict);
        Assert.Equal([RedisProblem.Behind, RedisProblem.Full, RedisProblem.DeadLetters], report.Problems.Select(problem => problem.Code));
        Assert.Equal((2, 1, 1), (report.Inboxes[0].Waiting, report.Inboxes[0].InHand, report.DeadLetters));
        Assert.False(report.AsksForRestart);
    }

    private async Task<InboxHealth> CheckAsync() => (await Health.CheckAsync([RedisRoom.Inbox], RedisHealthLimits.Default)).Inboxes[0];
}
