using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Trading.Agents.Ports;
using Trading.BrokerContract;
using Trading.Breakers;
using Trading.FakeBrokers.Alpaca;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Faults;
using Trading.FakeBrokers.Hosting;
using Trading.MarketData;
using Trading.Runtime.Brokers;
using Trading.Runtime.Exchange;
using Trading.Runtime.Resilience;

namespace Trading.Alpaca.Tests;

/// <summary>The real client and the fake Alpaca, with real sockets between them.</summary>
internal sealed class AlpacaFloor : ContractFloor, IOrderNews, IBrokerAlarms
{
    private readonly CancellationTokenSource _over = new();
    private Task _listening = Task.CompletedTask;

    private AlpacaFloor(ExchangeOptions? exchange, AlpacaOptions? options)
    {
        Market = new FakeMarket(Clock, new NyseCalendar());
        Fake = new FakeAlpaca(Market, new FakeAccount("PA3FAKE00001", Market, exchange), options);
        Breakers = new InMemoryBreakers(new BreakerOptions(), Clock.GetUtcNow());
    }

    public FakeMarket Market { get; }

    public FakeAlpaca Fake { get; }

    public FakeBrokerServer Server { get; private set; } = null!;

    public InMemoryBreakers Breakers { get; }

    public AlpacaConnection Connection { get; private set; } = null!;

    public ConcurrentQueue<BrokerAlarm> Alarms { get; } = new();

    public ConcurrentQueue<DateTimeOffset> Sweeps { get; } = new();

    /// <summary>What is done at each sweep; nothing until set.</summary>
    public Func<DateTimeOffset, CancellationToken, ValueTask>? OnSweep { get; set; }

    /// <summary>Who hears the news instead of the floor.</summary>
    public Func<BrokerUpdate, CancellationToken, ValueTask>? OnNews { get; set; }

    public override IBroker Broker => Connection.Broker;

    public override FaultScript? Faults => Server.Faults;

    public override CappedFills Fills => Fake.Account.Fills;

    public AlpacaSettings Settings => new()
    {
        Account = "paper",
        Keys = new AlpacaKeys(new Secret(Fake.Options.KeyId), new Secret(Fake.Options.SecretKey)),
        IsLive = false,
        Host = Server.Url,
        Calls = Patient,
        ReconnectDelay = TimeSpan.FromMilliseconds(20),
    };

    /// <summary>Short enough that a time-out does not keep a test waiting, long enough for a busy machine.</summary>
    private static CallPolicies Patient
    {
        get
        {
            var usual = CallPolicies.Alpaca;
            return new()
            {
                TradingRead = usual.TradingRead with { Timeout = TimeSpan.FromSeconds(20), RetryDelay = TimeSpan.FromMilliseconds(10), Limit = null, Reserve = 0 },
                OrderWrite = usual.OrderWrite with { Timeout = TimeSpan.FromSeconds(5), Limit = null },
                MarketData = usual.MarketData with { Timeout = TimeSpan.FromSeconds(20), RetryDelay = TimeSpan.FromMilliseconds(10), Limit = null },
                Token = usual.Token,
            };
        }
    }

    public static async Task<AlpacaFloor> OpenAsync(
        ExchangeOptions? exchange = null, AlpacaOptions? options = null, Func<AlpacaSettings, AlpacaSettings>? change = null, bool listens = true)
    {
        var floor = new AlpacaFloor(exchange, options);
        floor.Server = await FakeBrokerServer.StartAsync(floor.Fake);
        floor.Connection = floor.Connect((change ?? (settings => settings))(floor.Settings));
        if (!listens) return floor;
        floor.Listen();
        await floor.Fake.ListenedToAsync();
        return floor;
    }

    /// <summary>Another connection to the same account, as a process that was started again has.</summary>
    public AlpacaConnection Connect(AlpacaSettings settings) =>
        AlpacaConnection.Open(settings, Breakers, new InMemoryRateLimits(), this, Market.Calendar, Clock, NullLogger.Instance);

    public void Listen() => _listening = Connection.Updates.RunAsync(this, _over.Token);

    public ValueTask HeardAsync(BrokerUpdate update, CancellationToken cancellation)
    {
        if (OnNews is { } hear) return hear(update, cancellation);
        Hear(update);
        return ValueTask.CompletedTask;
    }

    public ValueTask SweepAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        Sweeps.Enqueue(since);
        return OnSweep?.Invoke(since, cancellation) ?? ValueTask.CompletedTask;
    }

    public void Raise(BrokerAlarm alarm) => Alarms.Enqueue(alarm);

    public override async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        try
        {
            await _listening;
        }
        catch (OperationCanceledException)
        {
        }
        Connection.Dispose();
        await Server.DisposeAsync();
        _over.Dispose();
    }

    protected override void Show(in Bar bar) => Market.Push(Stock, bar);
}
