using Trading.BrokerContract;
using Trading.FakeBrokers.Faults;

namespace Trading.Alpaca.Tests;

public sealed class DayOfTradingTests : BrokerContract.Days.DayOfTradingTests
{
    protected override IReadOnlyList<FaultRule> Own =>
    [
        FaultRule.On("activities", FaultKind.Drop) with { Skip = 20 },
        FaultRule.On("stream.fill", FaultKind.Drop) with { Skip = 1 },
        FaultRule.On("stream.fill", FaultKind.Duplicate) with { Skip = 2 },
        FaultRule.On("stream.new", FaultKind.HoldBack) with { Skip = 3 },
        FaultRule.Rewrite("stream.new", "status", "something_new") with { Skip = 5 },
        FaultRule.On("stream.new", FaultKind.Close) with { Skip = 8 },
        FaultRule.On("stream.new", FaultKind.Silence) with { Skip = 12 },
    ];

    /// <summary>Keys do not run out.</summary>
    protected override IReadOnlyList<FaultKind> NotIts => [FaultKind.ExpireToken, FaultKind.RevokeToken];

    protected override async Task<WiredFloor> OpenAsync() => await AlpacaFloor.OpenAsync();
}
