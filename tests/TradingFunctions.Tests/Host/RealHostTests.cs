using System.Net;
using System.Text.Json;
using Trading.Runtime.Redis;

namespace TradingFunctions.Tests.Host;

/// <summary>The whole desk in a real functions host. Skipped, and loudly, where there is none.</summary>
public sealed class RealHostTests
{
    private const string Desk = """
        strategies:
          - strategy: donchian-breakout
            id: breakout
            parameters: { entry: 3, exit: 2, direction: long, atr: 2, stop: 2, target: 0 }
        """;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task A_trade_goes_from_poll_to_fill_to_stop_and_is_closed_and_a_halt_is_heard()
    {
        Tools.Need();
        await using var host = await RealHost.StartAsync(Desk);

        await EnterAsync(host);
        await host.UntilAsync("the trade is closed by its stop", async () => (await host.StagesAsync()).Contains("Closed"), Soon, price: 90);

        // What a process says it hears itself at once; that the triggers hear as well shows in the canaries.
        await host.UntilAsync("every trigger has seen a canary", async () => (await host.CanariesAsync()).All(seen => seen), Soon);
        Assert.Equal(HttpStatusCode.BadRequest, await host.PostAsync("api/halt"));
        Assert.Equal(HttpStatusCode.Accepted, await host.PostAsync("api/halt?reason=a+test"));
        await host.UntilAsync("the halt is known", async () => (await host.GetAsync("api/status")).Body.ToString().Contains("a test", StringComparison.Ordinal), Soon);
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync("api/trades/trade-nobody")).Status);
        Assert.Equal(HttpStatusCode.Accepted, await host.PostAsync("api/breakers/alpaca-paper/reset"));
        Assert.Equal(HttpStatusCode.NotFound, await host.PostAsync("api/breakers/nobody/reset"));
    }

    [Fact]
    public async Task Redis_away_for_a_minute_leaves_no_message_unhandled()
    {
        Tools.Need();
        await using var host = await RealHost.StartAsync(Desk);
        await EnterAsync(host);

        host.KillRedis();
        await host.UntilAsync("the desk says that it is not well", async () => (await host.GetAsync("api/health")).Status == HttpStatusCode.ServiceUnavailable, Soon);
        await Task.Delay(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        host.StartRedis();

        // The triggers may be dead for good: then the sweep serves the inboxes.
        await host.UntilAsync("the trade is closed by its stop", async () => (await host.StagesAsync()).Contains("Closed"), 2 * Soon, price: 90);
        // Their death shows, and stays to be seen, so that the platform starts the instance again.
        await host.UntilAsync("the desk says that a trigger is dead", IsATriggerDeadAsync, 2 * Soon);
        for (var look = 0; look < 20; look++)
        {
            Assert.True(await IsATriggerDeadAsync(), "The health check went back to healthy with a dead trigger.");
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }

        async Task<bool> IsATriggerDeadAsync() =>
            await host.GetAsync("api/health") is (HttpStatusCode.ServiceUnavailable, { ValueKind: JsonValueKind.Object } problem)
            && problem.GetProperty("title").GetString() == RedisProblem.LoopDead;
    }

    [Fact]
    public async Task A_host_killed_in_mid_trade_goes_on_with_the_trade_when_it_is_started_again_until_it_is_closed()
    {
        Tools.Need();
        await using var alpaca = await FakeAlpacaDesk.StartAsync(price: 100);
        await using var host = await RealHost.StartAsync(Desk, alpaca);
        await EnterAsync(host);
        Assert.True(await alpaca.HeldAsync() > 0);

        host.KillHost();
        host.StartHost();
        await host.UntilAsync("the desk is healthy again", async () => (await host.GetAsync("api/health")).Status == HttpStatusCode.OK, 2 * Soon, price: 101);
        await host.UntilAsync("the trade is closed by its stop at the broker", async () => (await host.StagesAsync()).Contains("Closed"), 3 * Soon, price: 90);
        Assert.Equal(0, await alpaca.HeldAsync());
    }

    [Fact]
    public async Task A_worker_killed_in_mid_trade_is_followed_by_another_which_goes_on_with_the_trade_until_it_is_closed()
    {
        Tools.Need();
        await using var alpaca = await FakeAlpacaDesk.StartAsync(price: 100);
        await using var host = await RealHost.StartAsync(Desk, alpaca);
        await EnterAsync(host);

        host.KillWorker();
        await host.UntilAsync("the trade is closed by its stop at the broker", async () => (await host.StagesAsync()).Contains("Closed"), 3 * Soon, price: 90);
        Assert.Equal(0, await alpaca.HeldAsync());
    }

    /// <summary>Bars that lie flat and then break out, until a trade holds shares.</summary>
    private static async Task EnterAsync(RealHost host)
    {
        var began = TimeProvider.System.GetUtcNow();
        await host.UntilAsync("some flat bars", () => Task.FromResult(TimeProvider.System.GetUtcNow() - began > TimeSpan.FromSeconds(8)), Soon, price: 100);
        await host.UntilAsync("the trade is open", async () => (await host.StagesAsync()).Contains("Open"), 2 * Soon, price: 101);
    }
}
