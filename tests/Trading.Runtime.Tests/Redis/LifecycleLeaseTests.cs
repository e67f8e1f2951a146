using Microsoft.Extensions.Time.Testing;
using Trading.Runtime.Redis;

namespace Trading.Runtime.Tests.Redis;

[Collection<RedisCollection>]
public class LifecycleLeaseTests(SharedRedis redis)
{
    private readonly RedisRoom _room = new(redis.Connection);

    [Fact]
    public async Task Any_number_of_one_kind_have_it_and_the_other_kind_is_told_who_does_and_what_to_do()
    {
        Assert.Null(await Of(LifecycleLease.Azure).TakeAsync());
        Assert.Null(await Of(LifecycleLease.Azure).TakeAsync());

        var refused = await Of(LifecycleLease.Agents).TakeAsync();

        Assert.Contains(LifecycleLease.Azure, refused, StringComparison.Ordinal);
        Assert.Contains("Stop that first", refused, StringComparison.Ordinal);
        Assert.Null(await Of(LifecycleLease.Azure).TakeAsync());
    }

    [Fact]
    public async Task It_ends_by_itself_and_whoever_keeps_it_begins_its_time_anew()
    {
        await Of(LifecycleLease.Azure).TakeAsync();
        await _room.Database.KeyExpireAsync(_room.Keys.Lifecycles, TimeSpan.FromSeconds(30));
        await Of(LifecycleLease.Azure).TakeAsync();
        Assert.InRange((await _room.Database.KeyTimeToLiveAsync(_room.Keys.Lifecycles))!.Value, TimeSpan.FromSeconds(31), LifecycleLease.Lasts);

        await _room.Database.KeyDeleteAsync(_room.Keys.Lifecycles); // as time does
        Assert.Null(await Of(LifecycleLease.Agents).TakeAsync());
    }

    [Fact]
    public async Task Whoever_works_is_ended_and_told_why_when_it_has_gone_to_the_other_kind()
    {
        var clock = new FakeTimeProvider();
        var working = Of(LifecycleLease.Agents).WorkAsync(UntilToldAsync, clock, TestContext.Current.CancellationToken);
        await Until.TrueAsync(async () => await _room.Database.KeyExistsAsync(_room.Keys.Lifecycles));

        await _room.Database.StringSetAsync(_room.Keys.Lifecycles, LifecycleLease.Azure);
        await Until.TrueAsync(() =>
        {
            clock.Advance(LifecycleLease.Between);
            return Task.FromResult(working.IsCompleted);
        });

        Assert.Contains(LifecycleLease.Azure, await working, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_comes_second_does_not_begin()
    {
        await Of(LifecycleLease.Azure).TakeAsync();
        var answer = await Of(LifecycleLease.Agents).WorkAsync(_ => throw new InvalidOperationException("It began."), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Contains(LifecycleLease.Azure, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_that_is_told_to_stop_or_ends_by_itself_ends_the_keeping()
    {
        using var stopping = new CancellationTokenSource();
        var working = Of(LifecycleLease.Agents).WorkAsync(UntilToldAsync, new FakeTimeProvider(), stopping.Token);
        await stopping.CancelAsync();
        Assert.Null(await working);
        Assert.Null(await Of(LifecycleLease.Agents).WorkAsync(_ => Task.CompletedTask, new FakeTimeProvider(), TestContext.Current.CancellationToken));
    }

    private static Task UntilToldAsync(CancellationToken told)
    {
        var ended = new TaskCompletionSource();
        told.Register(ended.SetResult);
        return ended.Task;
    }

    private LifecycleLease Of(string kind) => new(_room.Redis, _room.Keys, kind);
}
