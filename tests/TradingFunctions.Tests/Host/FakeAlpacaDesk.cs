using Trading.FakeBrokers.Alpaca;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Hosting;
using Trading.MarketData;
using TradingFunctions.Paper;

namespace TradingFunctions.Tests.Host;

/// <summary>A fake Alpaca that outlives the host: an account of its own, and a market that a test sets the price of.</summary>
internal sealed class FakeAlpacaDesk : IAsyncDisposable
{
    private static readonly Symbol Apple = new("AAPL");

    private readonly FakeMarket _market = new(TimeProvider.System, new AlwaysOpen());
    private readonly FakeAlpaca _fake;
    private DateTimeOffset _barsTo;
    private FakeBrokerServer? _server;

    private FakeAlpacaDesk() => _fake = new FakeAlpaca(_market, new FakeAccount("PA3FAKE00001", _market), new AlpacaOptions { RequestsPerMinute = 10_000 });

    /// <summary>Shares held at the broker.</summary>
    public async Task<decimal> HeldAsync() => (await _fake.Account.Exchange.PositionsAsync(default)).Value.Sum(position => position.Quantity);

    /// <summary>The settings by which an app trades here, and a section of its file.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["DeskBroker"] = "alpaca-paper",
        ["ALPACA_PAPER_KEY_ID"] = _fake.Options.KeyId,
        ["ALPACA_PAPER_SECRET_KEY"] = _fake.Options.SecretKey,
    };

    public string Section => $"""
        brokers:
          alpacaPaper:
            host: {_server!.Url}
            tradingCallsPerMinute: 5000
            dataCallsPerMinute: 5000
            sweepInterval: 5s
        """;

    /// <summary>Starts it with flat bars of the last minutes, so that a breakout is one at once.</summary>
    public static async Task<FakeAlpacaDesk> StartAsync(decimal price)
    {
        var desk = new FakeAlpacaDesk();
        desk._barsTo = Floor(TimeProvider.System.GetUtcNow()).AddMinutes(-10);
        desk.Show(price);
        desk._server = await FakeBrokerServer.StartAsync(desk._fake);
        return desk;
    }

    /// <summary>A quote of now, and a bar for each minute that has ended.</summary>
    public void Show(decimal price)
    {
        var now = TimeProvider.System.GetUtcNow();
        var at = Price.FromDecimal(price);
        for (; _barsTo.AddMinutes(1) <= now; _barsTo = _barsTo.AddMinutes(1))
            _market.Push(Apple, new Bar(_barsTo, _barsTo.AddMinutes(1), at, Price.FromDecimal(price + 0.05m), Price.FromDecimal(price - 0.05m), at, 1_000_000));
        _market.Push(Quote.At(Apple, at, now) with { BidSize = 10_000, AskSize = 10_000 });
        _market.Tick();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    private static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
