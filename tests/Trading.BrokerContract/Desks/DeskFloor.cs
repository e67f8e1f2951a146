using System.Collections.Immutable;
using System.Diagnostics;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Faults;
using Trading.MarketData;
using Trading.Orders;
using Trading.Risk;
using Trading.Runtime.Configuration;
using Trading.Runtime.Desks;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.BrokerContract.Desks;

/// <summary>A fake broker that outlives the desks which trade there, and the folder they keep their journal in.</summary>
public abstract class DeskFloor : IAsyncDisposable
{
    public static readonly Symbol Stock = "AAPL";
    private static readonly TimeSpan MostPatience = TimeSpan.FromMinutes(10);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("desk-");

    protected DeskFloor() => Market = new FakeMarket(Clock, new NyseCalendar());

    /// <summary>A Monday, 10:00 in New York.</summary>
    public FloorClock Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero));

    public FakeMarket Market { get; }

    public KeptLogs Logs { get; } = new();

    public abstract FakeAccount Account { get; }

    public abstract FaultScript Faults { get; }

    /// <summary>The answer by which the broker refuses our keys or our login.</summary>
    public abstract FaultRule Refusal { get; }

    /// <summary>What a person reads who is to do something about it.</summary>
    public abstract string Advice { get; }

    /// <summary>Secrets that must be in no log.</summary>
    public abstract IReadOnlyList<string> Secrets { get; }

    /// <summary>The signals, by the time at which their bar ends.</summary>
    public Dictionary<DateTimeOffset, StrategySignal> Signals { get; } = [];

    /// <summary>A section of the configuration file.</summary>
    protected abstract string Section { get; }

    /// <summary>The factory as the command makes it.</summary>
    protected abstract IVenueFactory Venues(ImmutableArray<(Symbol Symbol, BarPeriod Period)> watched);

    protected string this[string name] => Path.Combine(_folder.FullName, name);

    /// <summary>Opens the desk in its folder, as <c>trading run</c> does.</summary>
    public async Task<FloorDesk> OpenAsync()
    {
        var read = ConfigurationFile.Read(Section, "a test", EnvironmentOverrides.None, StrategyCatalogue.Standard);
        var configuration = read with
        {
            Strategies = [read.Strategies[0] with { Id = "scripted", Create = () => new ClockedStrategy(bar => Signals.GetValueOrDefault(bar.End)) }],
            Risk = new RiskSettings { Accounts = [new AccountRules { Account = read.Account, Sizing = new SizingRule.FixedShares(100) }] },
        };
        var folder = new DeskFolder(this["desk"]);
        var desk = await HostedDesk.OpenAsync(
            configuration, Venues([(Stock, BarPeriod.Minute)]), venue => LocalDeskSettings.Of(configuration, venue, BarPeriod.Minute), folder, Market.Calendar, Clock, false, Logs,
            TestContext.Current.CancellationToken);
        return new FloorDesk(desk, folder);
    }

    /// <summary>A minute at one price, and the seconds until the broker tells its bar.</summary>
    public void Minute(decimal price) => Minute(price, price, price, price);

    public void Minute(decimal open, decimal high, decimal low, decimal close)
    {
        var start = MinuteOf(Clock.GetUtcNow());
        Clock.SetTo(start.AddMinutes(1));
        Market.Push(Stock, new Bar(start, start.AddMinutes(1), Price.FromDecimal(open), Price.FromDecimal(high), Price.FromDecimal(low), Price.FromDecimal(close), 1_000_000));
        Clock.SetTo(start.AddMinutes(1).AddSeconds(3));
    }

    /// <summary>Has the strategy enter on the bar of this minute.</summary>
    public void EnterAt(decimal price, decimal stop)
    {
        var end = MinuteOf(Clock.GetUtcNow()).AddMinutes(1);
        Signals[end] = new StrategySignal(null, new TradePlan
        {
            Direction = TradeDirection.Long, ReferencePrice = Price.FromDecimal(price), SignaledAt = end, StopPrice = Price.FromDecimal(stop), Reason = "scripted",
        });
        Minute(price);
    }

    /// <summary>Waits for what other threads bring about.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        var watch = Stopwatch.StartNew();
        while (!await isSo())
        {
            if (watch.Elapsed > MostPatience) Assert.Fail($"It did not come to this: {what}. Orders: {string.Join("; ", Account.Orders.Select(order => $"{order.Role} {order.State}"))}. Logs: {string.Join('\n', Logs.Lines)}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public Task UntilAsync(string what, Func<bool> isSo) => UntilAsync(what, () => Task.FromResult(isSo()));

    /// <summary>The stops that rest at the broker.</summary>
    public IReadOnlyList<BookOrder> Stops => [.. Account.Orders.Where(order => order is { IsOpen: true, IsHeld: false } && order.Terms.Type == OrderType.Stop)];

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected abstract ValueTask CloseAsync();

    private static DateTimeOffset MinuteOf(DateTimeOffset time) => new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
}
