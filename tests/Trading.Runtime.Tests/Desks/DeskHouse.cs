using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Trading.MarketData;
using Trading.Orders;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Data;
using Trading.Runtime.Delivery;
using Trading.Runtime.Desks;
using Trading.Runtime.Journals;
using Trading.Runtime.Redis;
using Trading.Runtime.Tests.Backtesting;
using Trading.Runtime.Tests.Data;
using Trading.Runtime.Tests.Journals;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Runtime.Tests.Desks;

/// <summary>A local desk on a disk in memory and a paper account in a folder, opened as often as a test likes.</summary>
internal sealed class DeskHouse(ImmutableArray<Bar> bars, Func<int, Bar, StrategySignal?> script) : IDisposable
{
    private readonly TempFolder _folder = new();

    public MemoryJournalFile Disk { get; } = new();

    public TimeSpan ReconcileInterval { get; init; } = TimeSpan.FromMinutes(5);

    private LocalDeskSettings Settings => new()
    {
        // A strategy that is rebuilt counts its bars from the history, so a script says the same for the same bar.
        Strategies = [new RunningStrategy("paper", "scripted", [Replay.Apple], BarPeriod.Minute, () => new TimedStrategy(script))],
        Risk = Replay.Settings(script).Risk,
        Journal = new JournalOptions { Writing = JournalWriting.AtOnce },
        ReconcileInterval = ReconcileInterval,
    };

    public HistoricalData Data { get; } = Replay.Data(bars);

    public void Dispose()
    {
        Disk.Dispose();
        _folder.Dispose();
    }

    public PaperExchange OpenExchange(ReplayClock clock) => new("paper", Replay.Nyse, Data, Replay.Settings(script).Exchange, PaperLog.Open(_folder["paper.log"], "bars"), clock);

    public LocalDesk Open(IVenue venue, ReplayClock clock) => LocalDesk.Open(Settings, Disk, venue, Replay.Nyse, clock, NullLoggerFactory.Instance);

    /// <summary>Runs a desk until the data ends or the journal stops.</summary>
    /// <param name="wrap">Puts something between the desk and its exchange.</param>
    /// <returns>What the desk was at its end, and whether it came to the end of the data.</returns>
    public async Task<(DeskView View, ImmutableArray<Trade> Trades, bool IsDone)> RunAsync(Func<PaperExchange, IVenue>? wrap = null, Func<LocalDesk, Task>? before = null)
    {
        var clock = new ReplayClock(new FakeTimeProvider(), 0);
        await using var exchange = OpenExchange(clock);
        var desk = Open(wrap?.Invoke(exchange) ?? exchange, clock);
        clock.ForwardTo(desk.Journal.LastTime ?? exchange.Begin);
        if (before is not null) await before(desk);
        var isDone = false;
        try
        {
            await new DeskRun(desk, clock, isAsFastAsPossible: true).RunAsync(() => { }, CancellationToken.None);
            isDone = true;
        }
        catch (JournalStoppedException)
        {
            // The process is gone.
        }
        var view = await DeskViews.OfAsync(desk);
        var trades = desk.Lifecycles.Trades.OrderBy(trade => trade.Id.Value, StringComparer.Ordinal).ToImmutableArray();
        if (isDone) await desk.DisposeAsync();
        return (view, trades, isDone);
    }

    /// <summary>Runs a desk over Redis for some rounds at the most; then it is gone without a word.</summary>
    /// <param name="last">Done with the desk before it is gone.</param>
    public async Task RunSharedAsync(RedisDesk memory, string consumer, int mostRounds, Func<SharedDesk, Task> last)
    {
        var clock = new ReplayClock(new FakeTimeProvider(), 0);
        await using var exchange = OpenExchange(clock);
        var desk = new SharedDesk(Settings with { Redelivery = new RedeliveryPolicy { First = TimeSpan.FromMilliseconds(100) } }, memory, consumer, exchange, Replay.Nyse, clock, NullLoggerFactory.Instance);
        clock.ForwardTo(await desk.LastTimeAsync(CancellationToken.None) ?? exchange.Begin);
        while (!await desk.StartAsync(CancellationToken.None)) continue;
        for (var round = 0; round < mostRounds && !exchange.HasEnded; round++)
        {
            var next = exchange.NextTime!.Value;
            clock.ForwardTo(desk.NextWake < next ? desk.NextWake.Value : next);
            await desk.TickAsync(CancellationToken.None);
        }
        await last(desk);
    }

    /// <summary>The fills that the exchange has made, by order.</summary>
    public async Task<string[]> FillsAsync()
    {
        var clock = new ReplayClock(new FakeTimeProvider(), 0);
        await using var exchange = OpenExchange(clock);
        await exchange.AdvanceAsync(bars[^1].End, CancellationToken.None);
        var orders = (await exchange.OrdersAsync(DateTimeOffset.MinValue, CancellationToken.None)).Value;
        return [.. orders.SelectMany(order => order.Fills.Select(fill => $"{Leg(order.ClientOrderId)} {fill.Quantity}@{fill.Price}")).Order(StringComparer.Ordinal)];
    }

    private static string Leg(string clientOrderId) => OrderId.TryParse(clientOrderId, out _, out var trade, out var role) ? $"{trade} {role}" : clientOrderId;

    private sealed class TimedStrategy(Func<int, Bar, StrategySignal?> script) : IStrategy
    {
        public int WarmUpBars => 0;

        public StrategySignal? OnBar(in Bar bar) => script((int)(bar.Start - Replay.Open).TotalMinutes, bar);
    }
}
