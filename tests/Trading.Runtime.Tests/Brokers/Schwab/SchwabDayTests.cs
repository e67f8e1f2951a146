using Trading.BrokerContract;
using Trading.BrokerContract.Days;
using Trading.FakeBrokers.Faults;

namespace Trading.Runtime.Tests.Brokers.Schwab;

public sealed class SchwabDayTests : DayOfTradingTests
{
    protected override IReadOnlyList<FaultRule> Own =>
    [
        FaultRule.On("orders", FaultKind.ExpireToken) with { Skip = 110 },
        FaultRule.On("orders", FaultKind.RevokeToken) with { Skip = 130 },
    ];

    /// <summary>There is no stream.</summary>
    protected override IReadOnlyList<FaultKind> NotIts => [FaultKind.Duplicate, FaultKind.HoldBack, FaultKind.Silence, FaultKind.Close];

    protected override Task<WiredFloor> OpenAsync() => Task.FromResult<WiredFloor>(SchwabFloor.Open());

    /// <summary>Logs in again, and resets the breaker, once the login has been refused.</summary>
    protected override async Task AttendAsync(WiredFloor floor)
    {
        var cancellation = TestContext.Current.CancellationToken;
        if (!(await floor.Breakers.StatusAsync(floor.Breaker, cancellation)).IsOpenUntilReset) return;
        await ((SchwabFloor)floor).LogInAsync();
        await floor.Breakers.ResetAsync(floor.Breaker, floor.Clock.GetUtcNow(), cancellation);
    }
}
