using Trading.FakeBrokers.Faults;
using Trading.Orders;

namespace Trading.BrokerContract.Desks;

/// <summary>What <c>trading run</c> is relied on for at every broker beyond a wire: the whole desk, over real sockets.</summary>
public abstract class DeskAtBrokerTests
{
    protected abstract Task<DeskFloor> OpenFloorAsync();

    [Fact]
    public async Task Signal_becomes_an_entry_with_its_stop_at_the_broker()
    {
        await using var floor = await OpenFloorAsync();
        await using var desk = await StartAsync(floor);

        await EnterAsync(floor);

        Assert.Equal(100, floor.Account.Held(DeskFloor.Stock));
        var stop = Assert.Single(floor.Stops);
        Assert.Equal((95m, 100m), (stop.Terms.StopPrice!.Value.ToDecimal(), stop.Terms.Quantity));
        await floor.UntilAsync("the desk knows of the trade", async () => (await desk.LookAsync()).Trades is [{ State: "Open", Held: 100, Entry: 100 }]);
        AssertNoSecrets(floor);
    }

    [Fact]
    public async Task Desk_that_comes_back_finds_its_trade_protected_and_sends_nothing_again()
    {
        await using var floor = await OpenFloorAsync();
        await using (await StartAsync(floor)) await EnterAsync(floor);
        var orders = floor.Account.Orders.Count;

        await using var desk = await StartAsync(floor);
        var row = (await desk.LookAsync()).Sequence;
        floor.Minute(101);
        await floor.UntilAsync("the desk has heard of the minute", async () => (await desk.LookAsync()).Sequence > row);

        var view = await desk.LookAsync();
        Assert.Equal(("Active", "Open", 100m), (view.State, view.Trades.Single().State, view.Trades.Single().Held));
        Assert.Equal(orders, floor.Account.Orders.Count);
        Assert.Single(floor.Stops);
    }

    [Fact]
    public async Task Stop_that_filled_while_the_desk_was_down_is_booked_at_the_start_to_the_cent()
    {
        await using var floor = await OpenFloorAsync();
        await using (await StartAsync(floor)) await EnterAsync(floor);
        floor.Minute(96, 96, 90, 91);

        await using var desk = await StartAsync(floor);
        await floor.UntilAsync("the trade is closed", async () => (await desk.LookAsync()).Trades is [{ State: "Closed" }]);

        var view = await desk.LookAsync();
        Assert.Equal(("Active", 0, 0), (view.State, view.Positions.Count, view.Orders.Count));
        Assert.Equal(-500, view.Trades[0].Result);
        Assert.Equal(floor.Account.Balance().Cash, view.Cash);
        Assert.Equal(0, floor.Account.Held(DeskFloor.Stock));
        Assert.DoesNotContain(floor.Account.Orders, order => order.IsOpen);
    }

    [Fact]
    public async Task Entry_whose_answer_was_lost_is_looked_up_and_not_sent_twice()
    {
        await using var floor = await OpenFloorAsync();
        await using var desk = await StartAsync(floor);
        floor.Faults.Add(FaultRule.On("submit", FaultKind.DropAfter));

        await EnterAsync(floor);

        await floor.UntilAsync("the desk knows of the trade", async () =>
        {
            floor.Clock.SetTo(floor.Clock.GetUtcNow().AddSeconds(1)); // its look-ups are due by the clock
            return (await desk.LookAsync()).Trades is [{ State: "Open", Held: 100 }];
        });
        Assert.Single(floor.Account.Orders, order => order.Role == OrderRole.Entry);
        Assert.Single(floor.Stops);
        Assert.Single(floor.Faults.Taken);
    }

    [Fact]
    public async Task Keys_that_are_refused_at_the_start_end_it_with_what_to_do()
    {
        await using var floor = await OpenFloorAsync();
        floor.Faults.Add(floor.Refusal);

        await using (var desk = await floor.OpenAsync())
        {
            await desk.Running.WaitAsync(TimeSpan.FromMinutes(10), TestContext.Current.CancellationToken);

            Assert.False(desk.IsStarted);
            Assert.False(desk.Desk.Problem!.MayPass);
            Assert.Contains(floor.Advice, desk.Desk.Problem.Text, StringComparison.Ordinal);
        }
        AssertNoSecrets(floor);
        Assert.Empty(floor.Account.Orders);
    }

    [Fact]
    public async Task Keys_that_are_refused_while_it_trades_halt_the_desk_and_leave_the_stop_where_it_is()
    {
        await using var floor = await OpenFloorAsync();
        await using var desk = await StartAsync(floor);
        await EnterAsync(floor);
        await floor.UntilAsync("the desk knows of the trade", async () => (await desk.LookAsync()).Trades is [{ State: "Open" }]);

        floor.Faults.Add(floor.Refusal);
        floor.Minute(100);
        await floor.UntilAsync("the desk is halted", async () => (await desk.LookAsync()).State == "Halted");

        var view = await desk.LookAsync();
        Assert.Contains(floor.Advice, view.Why, StringComparison.Ordinal);
        Assert.Contains(view.Breakers, breaker => breaker.State == "Open");
        Assert.Contains(floor.Logs.Lines, line => line.Contains(floor.Advice, StringComparison.Ordinal));
        Assert.Single(floor.Stops);
        AssertNoSecrets(floor);
    }

    [Fact]
    public async Task Broker_that_does_not_answer_at_the_start_is_asked_again_until_it_does()
    {
        await using var floor = await OpenFloorAsync();
        floor.Faults.Add(FaultRule.Reply("account*", 503, "<html>no</html>") with { Times = 4 });

        await using var desk = await floor.OpenAsync();
        await floor.UntilAsync("the broker is asked again", () =>
        {
            floor.Clock.SetTo(floor.Clock.GetUtcNow().AddSeconds(1)); // its breaker opens for a minute
            return desk.IsStarted;
        });

        Assert.Equal("Active", (await desk.LookAsync()).State);
        Assert.Contains(floor.Logs.Lines, line => line.Contains("Nothing trades yet", StringComparison.Ordinal));
    }

    private static async Task<FloorDesk> StartAsync(DeskFloor floor)
    {
        var desk = await floor.OpenAsync();
        await floor.UntilAsync("desk and broker agree", () => desk.IsStarted);
        return desk;
    }

    /// <summary>A signal at 100 with its stop at 95, and the minute in which the entry fills.</summary>
    private static async Task EnterAsync(DeskFloor floor)
    {
        floor.Minute(100);
        floor.EnterAt(100, stop: 95);
        await floor.UntilAsync("the entry is at the broker", () => floor.Account.Orders.Any(order => order.Role == OrderRole.Entry));
        floor.Minute(100); // it had begun before the entry came
        floor.Minute(100);
        await floor.UntilAsync("the stop is at the broker", () => floor.Stops.Count == 1);
    }

    private static void AssertNoSecrets(DeskFloor floor)
    {
        foreach (var secret in floor.Secrets) Assert.DoesNotContain(floor.Logs.Lines, line => line.Contains(secret, StringComparison.Ordinal));
    }
}
