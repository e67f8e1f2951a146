using Trading.Agents.Ports;
using Trading.FakeBrokers.Alpaca;
using Trading.Runtime.Resilience;

namespace Trading.Alpaca.Tests;

/// <summary>Alpaca's own count of our calls, as its headers tell it.</summary>
public sealed class RateLimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Limit_that_Alpaca_says_is_used_up_holds_calls_until_it_is_reset_and_no_429_is_met()
    {
        await using var floor = await AlpacaFloor.OpenAsync(
            options: new AlpacaOptions { RequestsPerMinute = 3 }, listens: false,
            change: settings => settings with { Calls = CallPolicies.Alpaca });

        for (var i = 0; i < 3; i++) Assert.True((await floor.Broker.AccountAsync(Cancellation)).IsDone);
        var held = await floor.Broker.AccountAsync(Cancellation);

        Assert.Equal(BrokerOutcome.Throttled, held.Outcome);
        Assert.Equal(floor.Clock.GetUtcNow().AddMinutes(1), held.RetryAt);
        Assert.Equal(3, floor.Server.Calls.Count);

        floor.Clock.SetTo(floor.Clock.GetUtcNow().AddMinutes(1));
        Assert.True((await floor.Broker.AccountAsync(Cancellation)).IsDone);
    }
}
