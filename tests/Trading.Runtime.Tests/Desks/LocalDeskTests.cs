using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Reconciliation;
using Trading.Runtime.Brokers;
using Trading.Runtime.Desks;
using Trading.Runtime.Tests.Backtesting;
using Trading.Trades;
using static Trading.Runtime.Tests.Backtesting.ScriptedStrategy;

namespace Trading.Runtime.Tests.Desks;

public sealed class LocalDeskTests : IDisposable
{
    private static readonly ImmutableArray<Bar> Day = Replay.Minutes(
        "100 101 99 100", "101 103 100 102", "102 104 101 103", "105 106 104 105", "105 106 104 106", "106 107 105 106", "106 107 90 95", "95 96 94 95", "95 96 94 96", "96 97 95 96");

    /// <summary>One trade left by signal, one by its stop.</summary>
    private readonly DeskHouse _house = new(Day, (i, bar) => i switch { 0 => Enter(bar, stop: "90"), 2 => Leave(bar), 4 => Enter(bar, stop: "98"), _ => null });

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_local_desk_trades_as_a_backtest_does()
    {
        var (view, trades, isDone) = await _house.RunAsync();

        Assert.True(isDone);
        Assert.Equal([TradeState.Closed, TradeState.Closed], trades.Select(trade => trade.State));
        Assert.Equal([ExitReason.Signal, ExitReason.Stop], trades.OrderBy(trade => trade.OpenedAt).Select(trade => trade.ExitReason!.Value));
        Assert.Equal((0, 0, 0), (view.Waiting, view.DeadLetters, view.Orders.Count));
        Assert.Equal(["Active", "True"], [view.State, view.IsReconciled.ToString()]);
        Assert.Equal(4, (await _house.FillsAsync()).Length);
    }

    [Fact]
    public async Task Wherever_the_process_dies_no_order_is_doubled_and_no_fill_lost()
    {
        var (whole, trades, _) = await _house.RunAsync();
        var fills = await _house.FillsAsync();
        var rows = _house.Disk.Rows.Count;
        Assert.InRange(rows, 60, 1000);

        for (var room = 1; room < rows; room += 3)
        {
            using var house = new DeskHouse(Day, (i, bar) => i switch { 0 => Enter(bar, stop: "90"), 2 => Leave(bar), 4 => Enter(bar, stop: "98"), _ => null });
            house.Disk.Room = room;
            Assert.False((await house.RunAsync()).IsDone);
            house.Disk.Room = int.MaxValue;

            var (view, after, isDone) = await house.RunAsync();

            Assert.True(isDone);
            Assert.True((view.Waiting, view.DeadLetters, view.Orders.Count, view.State) == (0, 0, 0, "Active"), $"after row {room}: {view}");
            Assert.Equal(fills, await house.FillsAsync());
            Assert.Equal(trades.Sum(trade => trade.ProfitAndLoss), after.Sum(trade => trade.ProfitAndLoss));
            Assert.Equal(whole.Cash, view.Cash);
        }
    }

    [Fact]
    public async Task Fills_that_were_missed_while_the_desk_was_down_are_booked_at_the_start_and_told()
    {
        _house.Disk.Room = _house.Disk.Rows.Count + 40;
        Assert.False((await _house.RunAsync()).IsDone);
        _house.Disk.Room = int.MaxValue;
        ImmutableArray<DifferenceCode> codes = [];

        var (view, _, _) = await _house.RunAsync(before: async desk =>
        {
            await desk.StartAsync(CancellationToken.None);
            codes = [.. desk.Differences.Select(one => one.Code)];
        });

        Assert.Equal("Active", view.State);
        Assert.All(codes, code => Assert.False(new Difference(code, "", Messages.Scope.Desk, "").Halts));
    }

    [Fact]
    public async Task A_broker_that_does_not_tell_its_positions_is_not_flat_and_nothing_trades()
    {
        await using var exchange = _house.OpenExchange(new ReplayClock(TimeProvider.System, 0));
        await _house.RunAsync(paper => new Silent(paper), async desk =>
        {
            Assert.False(await desk.StartAsync(CancellationToken.None));
            Assert.False(desk.IsReconciled);
            Assert.Equal([DifferenceCode.BrokerSilent], desk.Differences.Select(one => one.Code));
            ((Silent)desk.Venue).Speaks = true;
            Assert.True(await desk.StartAsync(CancellationToken.None));
        });
    }

    [Fact]
    public async Task Shares_that_no_trade_explains_halt_the_desk()
    {
        using var house = new DeskHouse(Day, (i, bar) => i switch { 0 => Enter(bar), 4 => Enter(bar), _ => null }) { ReconcileInterval = TimeSpan.FromMinutes(1) };

        var (view, trades, _) = await house.RunAsync(paper => new Thief(paper));

        Assert.Equal("Halted", view.State);
        Assert.Contains("PositionUnexplained AAPL", view.Why, StringComparison.Ordinal);
        Assert.Single(trades, trade => trade.EntryFilled > 0);
    }

    [Fact]
    public async Task A_breaker_that_keeps_desk_and_broker_apart_is_reset_while_the_desk_tries_to_start()
    {
        using var stop = new CancellationTokenSource();
        var clock = new ReplayClock(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(), 0);
        await using var exchange = _house.OpenExchange(clock);
        var venue = new Locked(exchange);
        await using var desk = _house.Open(venue, clock);
        clock.ForwardTo(exchange.Begin);
        var run = new DeskRun(desk, clock, isAsFastAsPossible: true);
        var reset = run.AnswerAsync($$"""{"ask":"reset","name":"{{venue.Breaker}}"}""", stop.Token);

        await run.RunAsync(stop.Cancel, stop.Token);

        Assert.True(desk.IsReconciled);
        Assert.DoesNotContain("There is no breaker", await reset, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cash_that_differs_is_taken_over_only_when_it_still_does_the_next_time()
    {
        await _house.RunAsync(paper => new Generous(paper), async desk =>
        {
            await desk.StartAsync(CancellationToken.None);
            var before = (await DeskViews.OfAsync(desk)).Cash;
            ((Generous)desk.Venue).Dividend = 100;

            await desk.ReconcileAsync(CancellationToken.None);
            Assert.Equal([DifferenceCode.CashDiffers], desk.Differences.Select(one => one.Code));
            Assert.Equal(before, (await DeskViews.OfAsync(desk)).Cash);

            await desk.ReconcileAsync(CancellationToken.None);
            Assert.Equal(before + 100, (await DeskViews.OfAsync(desk)).Cash);
            await desk.ReconcileAsync(CancellationToken.None);
            Assert.Empty(desk.Differences);
        });
    }

    [Fact]
    public async Task An_order_that_the_broker_has_and_does_not_list_is_looked_up_and_its_news_told()
    {
        using var house = new DeskHouse(Day, (i, bar) => i == 4 ? Enter(bar, stop: "98") : null) { ReconcileInterval = TimeSpan.FromMinutes(1) };

        var (view, trades, _) = await house.RunAsync(paper => new Deaf(paper));

        Assert.Equal((TradeState.Closed, ExitReason.Stop, "Active"), (trades[0].State, trades[0].ExitReason!.Value, view.State));
    }

    [Fact]
    public async Task A_stop_that_the_broker_has_lost_counts_as_canceled_and_another_protects_the_shares()
    {
        using var house = new DeskHouse(Day, (i, bar) => i == 4 ? Enter(bar, stop: "98") : null) { ReconcileInterval = TimeSpan.FromMinutes(1) };
        Forgetful? broker = null;

        var (view, trades, _) = await house.RunAsync(paper => broker = new Forgetful(paper));

        Assert.NotNull(broker!.Forgotten);
        Assert.Contains(new DifferenceFound(DifferenceCode.OrderLost, "", false), Found(house).Select(one => one with { Detail = "" }));
        Assert.Equal((TradeState.Closed, ExitReason.Stop, "Active"), (trades[0].State, trades[0].ExitReason!.Value, view.State));
        Assert.Equal(2, trades[0].Orders.Count(order => OrderId.TryParse(order.Id.Value, out _, out _, out var role) && role == OrderRole.Stop));
    }

    private static IEnumerable<DifferenceFound> Found(DeskHouse house) => house.Disk.Read(1)
        .SelectMany(row => Encoding.UTF8.GetString(row.Said).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        .Select(line => MessageJson.Read(Encoding.UTF8.GetBytes(line)).Data).OfType<DifferenceFound>();

    /// <summary>A venue that has no answer about its positions at first.</summary>
    private class Venue(PaperExchange paper) : IVenue, IBroker
    {
        public string Breaker => paper.Breaker;
        public IMarketDataSource NewBars => paper.NewBars;
        public TimeSpan? SweepsEvery => null;
        public IMarketDataSource MarketData => paper.MarketData;
        public IBarHistory History => paper.History;
        public ImmutableArray<(Symbol Symbol, BarPeriod Period)> Watched => paper.Watched;
        public DateTimeOffset? NextTime => paper.NextTime;
        public bool HasEnded => paper.HasEnded;
        public string Account => paper.Account;
        public ValueTask AdvanceAsync(DateTimeOffset now, CancellationToken cancellation) => paper.AdvanceAsync(now, cancellation);
        public virtual bool TryTakeUpdate([NotNullWhen(true)] out BrokerUpdate? update) => paper.TryTakeUpdate(out update);
        public IBroker Open(VenueParts parts) => PaperGuard.Of(this, parts);
        public ValueTask<AccountProblem?> ProblemAsync(CancellationToken cancellation) => paper.ProblemAsync(cancellation);
        public bool TryTakeSweep(out DateTimeOffset since) => paper.TryTakeSweep(out since);
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        public ValueTask<BrokerAnswer<BrokerOrder>> SubmitAsync(OrderTicket ticket, CancellationToken cancellation) => paper.SubmitAsync(ticket, cancellation);
        public ValueTask<BrokerAnswer<BrokerOrder>> CancelAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) => paper.CancelAsync(clientOrderId, brokerOrderId, cancellation);
        public ValueTask<BrokerAnswer<BrokerOrder>> ReplaceAsync(string clientOrderId, string? brokerOrderId, string newClientOrderId, OrderTerms terms, CancellationToken cancellation) =>
            paper.ReplaceAsync(clientOrderId, brokerOrderId, newClientOrderId, terms, cancellation);
        public virtual ValueTask<BrokerAnswer<BrokerOrder>> FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) => paper.FindAsync(clientOrderId, brokerOrderId, cancellation);
        public virtual ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> OrdersAsync(DateTimeOffset since, CancellationToken cancellation) => paper.OrdersAsync(since, cancellation);
        public virtual ValueTask<BrokerAnswer<ImmutableArray<BrokerPosition>>> PositionsAsync(CancellationToken cancellation) => paper.PositionsAsync(cancellation);
        public virtual ValueTask<BrokerAnswer<BrokerAccount>> AccountAsync(CancellationToken cancellation) => paper.AccountAsync(cancellation);
    }

    private sealed class Silent(PaperExchange paper) : Venue(paper)
    {
        public bool Speaks { get; set; }

        public override ValueTask<BrokerAnswer<ImmutableArray<BrokerPosition>>> PositionsAsync(CancellationToken cancellation) => Speaks
            ? base.PositionsAsync(cancellation)
            : new(BrokerAnswers.Failed<ImmutableArray<BrokerPosition>>(BrokerOutcome.NoAnswer, "", "time-out"));
    }

    private sealed class Locked(PaperExchange paper) : Venue(paper)
    {
        private bool _hasRefused;

        public override ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> OrdersAsync(DateTimeOffset since, CancellationToken cancellation)
        {
            if (_hasRefused) return base.OrdersAsync(since, cancellation);
            _hasRefused = true;
            return new(BrokerAnswers.Failed<ImmutableArray<BrokerOrder>>(BrokerOutcome.Unauthorised, "401", "not authorised"));
        }
    }

    private sealed class Generous(PaperExchange paper) : Venue(paper)
    {
        public decimal Dividend { get; set; }

        public override async ValueTask<BrokerAnswer<BrokerAccount>> AccountAsync(CancellationToken cancellation) =>
            await base.AccountAsync(cancellation) is { Value: { } told } answer ? answer with { Value = told with { Cash = told.Cash + Dividend } } : default;
    }

    /// <summary>Its stream is silent and its list empty.</summary>
    private sealed class Deaf(PaperExchange paper) : Venue(paper)
    {
        public override bool TryTakeUpdate([NotNullWhen(true)] out BrokerUpdate? update)
        {
            update = null;
            return false;
        }

        public override ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> OrdersAsync(DateTimeOffset since, CancellationToken cancellation) =>
            new(BrokerAnswers.Done<ImmutableArray<BrokerOrder>>([]));
    }

    /// <summary>It loses the first stop that protects shares, without a word.</summary>
    private sealed class Forgetful(PaperExchange paper) : Venue(paper)
    {
        private readonly PaperExchange _paper = paper;

        public string? Forgotten { get; private set; }

        public override bool TryTakeUpdate([NotNullWhen(true)] out BrokerUpdate? update)
        {
            while (base.TryTakeUpdate(out update))
                if (update.ClientOrderId != Forgotten) return true;
            return false;
        }

        public override async ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> OrdersAsync(DateTimeOffset since, CancellationToken cancellation)
        {
            var told = await base.OrdersAsync(since, cancellation);
            if (Forgotten is null && (await base.PositionsAsync(cancellation)).Value.Length > 0
                && told.Value.FirstOrDefault(order => order.State == OrderState.Accepted && order.ClientOrderId.Contains("-stop-", StringComparison.Ordinal)) is { } stop)
            {
                Forgotten = stop.ClientOrderId;
                await _paper.CancelAsync(stop.ClientOrderId, stop.BrokerOrderId, cancellation);
            }
            return told with { Value = told.Value.RemoveAll(order => order.ClientOrderId == Forgotten) };
        }

        public override async ValueTask<BrokerAnswer<BrokerOrder>> FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) => clientOrderId == Forgotten
            ? BrokerAnswers.Failed<BrokerOrder>(BrokerOutcome.NotFound, "404", "no such order")
            : await base.FindAsync(clientOrderId, brokerOrderId, cancellation);
    }

    private sealed class Thief(PaperExchange paper) : Venue(paper)
    {
        public override async ValueTask<BrokerAnswer<ImmutableArray<BrokerPosition>>> PositionsAsync(CancellationToken cancellation) =>
            await base.PositionsAsync(cancellation) is { IsDone: true } told ? BrokerAnswers.Done(told.Value.Select(one => one with { Quantity = one.Quantity - 1 }).ToImmutableArray()) : default;
    }
}
