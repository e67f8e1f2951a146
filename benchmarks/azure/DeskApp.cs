using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Trading.MarketData;
using Trading.Messages;
using Trading.Runtime.Redis;

namespace Trading.Benchmarks.Azure;

/// <summary>The desk, on a simulated account: each symbol lies flat and then breaks out, which one strategy enters.</summary>
/// <remarks>Its deadlines are long, so that a machine too busy shows as slow and not as trades given up.</remarks>
internal sealed class DeskApp(int symbols) : MeasuredApp
{
    private const int FlatBars = 10;
    private static readonly RedisKeys Keys = new("paper");
    private static readonly EventName[] Names =
        [EventNames.BarsReceived, EventNames.EntrySignaled, EventNames.ReviewRequested, EventNames.TradeApproved, EventNames.OrderPlaced, EventNames.SubmitRequested, EventNames.OrderAccepted];

    protected override IReadOnlyList<string> Events { get; } = [.. Names.Select(name => name.Value)];

    protected override string Project => "TradingFunctions";

    /// <summary>The symbols that may trade, each once.</summary>
    public static string SymbolOf(int number) => $"S{number}";

    protected override void Add(Dictionary<string, string> settings)
    {
        var file = Path.Combine(Folder, "trading.yaml");
        File.WriteAllText(file, """
            strategies:
              - strategy: donchian-breakout
                id: breakout
                parameters: { entry: 3, exit: 2, direction: long, atr: 2, stop: 2, target: 0 }
            trades: { reviewTimeout: 10m }
            risk:
              enterWithin: 10m
              sizing: { rule: fixedShares, shares: 1 }
              account: { maxPriceAge: off, maxOpenTrades: off, maxOrdersPerMinute: off, maxGrossExposure: off, maxNetExposure: off, maxSymbolExposure: off, maxBuyingPowerUse: off }
            """);
        settings["InboxPrefix"] = $"{Keys.Prefix}inbox:";
        settings["DeskFile"] = file;
        settings["DeskSymbols"] = string.Join(',', Enumerable.Range(0, symbols).Select(SymbolOf));
        settings["DeskAlwaysOpen"] = "true";
        settings["PollSchedule"] = "0 0 0 1 1 *"; // bars are asked for below, so that each trade begins at a moment of its own
        settings["ReconcileSchedule"] = "0 * * * * *";
    }

    protected override async Task PrepareAsync()
    {
        var now = Floor(TimeProvider.System.GetUtcNow());
        for (var i = 0; i < symbols; i++)
            await History.AddAsync(new Symbol(SymbolOf(i)), BarPeriod.Minute, [.. Enumerable.Range(-FlatBars, FlatBars).Select(at => BarAt(now.AddSeconds(at), 100))]);
    }

    protected override async Task BringBarsAsync(string symbol)
    {
        var end = Floor(TimeProvider.System.GetUtcNow());
        var on = new Symbol(symbol);
        await History.AddAsync(on, BarPeriod.Minute, [BarAt(end, 101)]);
        var desk = new RedisDesk(Redis, Keys, RedisDeliveryOptions.Default, TimeProvider.System, NullLoggerFactory.Instance);
        var wanted = new BarsRequested(on, BarPeriod.Minute, end.AddSeconds(-1), end);
        await desk.Bus.PublishAsync(Message.First(MessageId.From(symbol, end.UtcTicks), EventNames.BarsRequested, "benchmark", end, symbol, Scope.OfMarket(on), wanted), CancellationToken.None);
    }

    protected override string ChannelOf(string name) => Keys.Prefix + "event:" + name;

    protected override string SymbolOf(string said) => MessageJson.Read(Encoding.UTF8.GetBytes(said)).Scope.Symbol.Value;

    private RedisBarHistory History => new(Redis, Keys, RedisBarHistory.UsualMost);

    private static Bar BarAt(DateTimeOffset end, int dollars)
    {
        var (price, cents) = (Price.FromDecimal(dollars), Price.Parse("0.05").Units);
        return new Bar(end.AddSeconds(-1), end, price, Price.FromUnits(price.Units + cents), Price.FromUnits(price.Units - cents), price, 1_000_000);
    }

    private static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
