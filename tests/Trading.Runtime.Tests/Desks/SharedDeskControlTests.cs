using Microsoft.Extensions.Logging.Abstractions;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Messages;
using Trading.Risk;
using Trading.Runtime.Delivery;
using Trading.Runtime.Desks;
using Trading.Runtime.Redis;
using Trading.Runtime.Resilience;
using Trading.Runtime.Tests.Redis;

namespace Trading.Runtime.Tests.Desks;

/// <summary>A visitor to a desk that nobody but Redis answers for.</summary>
[Collection<RedisCollection>]
public sealed class SharedDeskControlTests(SharedRedis server) : IAsyncLifetime
{
    private static readonly HaltRequested Halt = new(TradingState.Halted, Flatten: false, "the news");

    private RedisDesk _redis = null!;

    private SharedDeskControl Control => new(_redis, "paper", TimeProvider.System);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _redis = new RedisDesk(server.Connection, new RedisKeys($"t{Guid.NewGuid():n}"[..32]), RedisDeliveryOptions.Default, TimeProvider.System, NullLoggerFactory.Instance);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_halt_that_no_agent_takes_waits_in_the_inbox_of_risk()
    {
        Assert.False(await Control.SayAsync(EventNames.HaltRequested, Halt, TimeSpan.Zero, None));
        var entry = Assert.Single(await _redis.Inboxes.TakeNewAsync(AgentNames.Risk, "one", 10, None));
        Assert.Equal((EventNames.HaltRequested, Halt), (entry.Message.Name, entry.Message.Data));
        Assert.Equal(1, (await Control.ViewAsync(None)).Waiting);
    }

    [Fact]
    public async Task A_halt_is_answered_when_risk_has_taken_it()
    {
        var saying = Control.SayAsync(EventNames.HaltRequested, Halt, TimeSpan.FromMinutes(1), None);
        await Until.TrueAsync(async () =>
        {
            foreach (var entry in await _redis.Inboxes.TakeNewAsync(AgentNames.Risk, "one", 10, None))
                await _redis.Steps.CommitAsync(new Step { Agent = AgentNames.Risk, Handled = entry, Time = entry.Message.Time }, None);
            return saying.IsCompleted;
        });
        Assert.True(await saying);
    }

    [Fact]
    public async Task A_breaker_that_some_process_latched_is_shown_and_closed_and_one_that_nobody_used_is_not()
    {
        Assert.Equal([], await Control.ResetAsync(BreakerNames.Schwab, None));
        var breakers = _redis.BreakersOf([new(BreakerNames.Schwab, BreakerOptions.Default)]);
        await breakers.LatchAsync(BreakerNames.Schwab, null, "401", DateTimeOffset.UnixEpoch, None);
        Assert.Equal("Open", Assert.Single((await Control.ViewAsync(None)).Breakers).State);
        Assert.Equal([BreakerNames.Schwab], await Control.ResetAsync(BreakerNames.AlpacaLive, None));
        Assert.Null(await Control.ResetAsync(BreakerNames.Schwab, None));
        Assert.Equal("Closed", Assert.Single((await Control.ViewAsync(None)).Breakers).State);
    }
}
