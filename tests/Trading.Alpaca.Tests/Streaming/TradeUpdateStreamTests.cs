using Trading.BrokerContract;
using Trading.FakeBrokers.Faults;
using Trading.Orders;
using Trading.Runtime.Resilience;

namespace Trading.Alpaca.Tests.Streaming;

public sealed class TradeUpdateStreamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_that_is_lost_is_connected_again_and_the_orders_are_asked_for()
    {
        await using var floor = await AlpacaFloor.OpenAsync();
        var sweeps = floor.Sweeps.Count;
        floor.Server.Faults.Set(FaultRule.On("stream.new", FaultKind.Close));
        floor.Minute(100);
        await floor.SendAsync(floor.Ticket(ContractFloor.BuyLimit(10, 90)));

        await UntilAsync(() => floor.Sweeps.Count > sweeps && floor.Connection.Updates.IsConnected && floor.Fake.Listeners == 1);
        var ticket = floor.Ticket(ContractFloor.BuyLimit(10, 91));
        await floor.SendAsync(ticket);

        Assert.Equal(ticket.Id.Value, (await floor.HeardAsync(update => update.State == OrderState.Accepted)).ClientOrderId);
    }

    [Fact]
    public async Task Stream_that_says_nothing_any_more_is_swept_behind_all_the_same()
    {
        await using var floor = await AlpacaFloor.OpenAsync(change: settings => settings with { SweepInterval = TimeSpan.FromMilliseconds(50) });
        floor.Server.Faults.Set(FaultRule.On("stream.new", FaultKind.Silence));
        floor.Minute(100);
        await floor.SendAsync(floor.Ticket(ContractFloor.BuyLimit(10, 90)));
        var sweeps = floor.Sweeps.Count;

        await UntilAsync(() => floor.Sweeps.Count >= sweeps + 2);

        Assert.True(floor.Connection.Updates.IsConnected);
    }

    [Fact]
    public async Task Socket_that_is_dead_is_found_by_pings_and_connected_again()
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        await using var wire = new DeadWire(floor.Server.Url);
        using var connection = floor.Connect(floor.Settings with { Host = wire.Url, PingInterval = TimeSpan.FromMilliseconds(100) });
        using var stop = new CancellationTokenSource();
        var listening = connection.Updates.RunAsync(floor, stop.Token);
        await UntilAsync(() => connection.Updates.IsConnected);

        wire.IsDead = true;
        await UntilAsync(() => !connection.Updates.IsConnected);
        await floor.Clock.SomebodyWaitsAsync(ContractFloor.WriteTimeout, Cancellation); // for an answer to another connection
        var sweeps = floor.Sweeps.Count;
        wire.IsDead = false;
        floor.Clock.Pass(ContractFloor.WriteTimeout);
        await UntilAsync(() => connection.Updates.IsConnected && floor.Sweeps.Count > sweeps);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
    }

    [Fact]
    public async Task Unknown_word_of_the_stream_changes_nothing_and_has_the_orders_asked_for()
    {
        await using var floor = await AlpacaFloor.OpenAsync();
        var sweeps = floor.Sweeps.Count;
        floor.Server.Faults.Set(FaultRule.Rewrite("stream.new", "event", "something_new"));
        floor.Minute(100);
        await floor.SendAsync(floor.Ticket(ContractFloor.BuyLimit(10, 90)));
        await UntilAsync(() => floor.Sweeps.Count > sweeps);
        var second = floor.Ticket(ContractFloor.BuyLimit(10, 91));
        await floor.SendAsync(second);

        Assert.Equal(second.Id.Value, (await floor.HeardAsync(_ => true)).ClientOrderId);
    }

    [Fact]
    public async Task Fill_that_is_told_twice_has_one_id()
    {
        await using var floor = await AlpacaFloor.OpenAsync();
        floor.Server.Faults.Set(FaultRule.On("stream.fill", FaultKind.Duplicate));
        floor.Minute(100);
        await floor.SendAsync(floor.Ticket(ContractFloor.Buy(10)));
        floor.Minute(100);

        var first = await floor.HeardAsync(update => update.Fill is not null);
        var again = await floor.HeardAsync(update => update.Fill is not null);

        Assert.Equal(first.Fill, again.Fill);
    }

    [Fact]
    public async Task Keys_that_are_refused_are_tried_again_and_never_listen()
    {
        await using var floor = await AlpacaFloor.OpenAsync(
            change: settings => settings with { Keys = new AlpacaKeys(new Secret("PKWRONG0000000000001"), new Secret("wrong-secret-000000001")) }, listens: false);
        floor.Listen();

        await UntilAsync(() => floor.Sweeps.Count >= 2); // while it is down the sweep is all there is

        Assert.False(floor.Connection.Updates.IsConnected);
        Assert.Equal(0, floor.Fake.Listeners);
    }

    [Fact]
    public async Task Account_of_another_kind_does_not_trade()
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        using var live = floor.Connect(floor.Settings with { IsLive = true });

        await floor.Connection.Broker.AssertKindAsync(Cancellation);
        var refused = await Assert.ThrowsAsync<AlpacaAccountException>(() => live.Broker.AssertKindAsync(Cancellation));

        Assert.Contains("ALPACA_LIVE_KEY_ID", refused.Message, StringComparison.Ordinal);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(10));
        while (!isSo()) await Task.Delay(5, patience.Token);
    }
}
