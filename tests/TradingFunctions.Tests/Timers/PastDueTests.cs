using Microsoft.Azure.Functions.Worker;
using TradingFunctions.Timers;

namespace TradingFunctions.Tests.Timers;

/// <summary>A run that comes late, as after a host was away, would do what the next one does anyway. Here it has nothing to do it with.</summary>
public sealed class PastDueTests
{
    private static readonly TimerInfo Late = new() { IsPastDue = true };

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_late_run_sends_no_canaries() => await new SendCanaries(null!, null!).RunAsync(Late);

    [Fact]
    public async Task A_late_run_sweeps_no_orders() => await new SweepOrders(null!, null!, null!, null!).RunAsync(Late, null!, None);

    [Fact]
    public async Task A_late_run_purges_no_history() => await new PurgeHistory(null!, null!).RunAsync(Late, null!, None);
}
