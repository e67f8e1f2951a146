using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
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
internal sealed class AlpacaFloor : WiredFloor, IOrderNews
{
    private CancellationTokenSource _over = new();
    private TaskCompletionSource _swept = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _listening = Task.CompletedTask;

    private AlpacaFloor(ExchangeOptions? exchange, AlpacaOptions? options) =>
        Fake = new FakeAlpaca(Market, new FakeAccount("PA3FAKE00001", Market, exchange), options);

    public FakeAlpaca Fake { get; }

    public AlpacaConnection Connection { get; private set; } = null!;

    private ILogger Log { get; init; } = NullLogger.Instance;

    public ConcurrentQueue<DateTimeOffset> Sweeps { get; } = new();

    public override IBroker Broker => Connection.Broker;

    public override IMarketDataSource MarketData => Connection.MarketData;

    public override FakeAccount Account => Fake.Account;

    public override string Breaker => Connection.Settings.Breaker;

    public AlpacaSettings Settings => new()
    {
        Account = "paper",
        Keys = new AlpacaKeys(new Secret(Fake.Options.KeyId), new Secret(Fake.Options.SecretKey)),
        IsLive = false,
        Host = Server.Url,
        Calls = Patient,
        ReconnectDelay = TimeSpan.FromMilliseconds(20),
        PingInterval = TimeSpan.FromMinutes(10), // a busy machine may be slow to answer one
    };

    /// <summary>The usual ones, without limits of ours and with a short wait before a retry.</summary>
    private static CallPolicies Patient
    {
        get
        {
            var usual = CallPolicies.Alpaca;
            return new()
            {
                TradingRead = usual.TradingRead with { Timeout = ReadTimeout, RetryDelay = TimeSpan.FromMilliseconds(10), Limit = null, Reserve = 0 },
                OrderWrite = usual.OrderWrite with { Timeout = WriteTimeout, Limit = null },
                MarketData = usual.MarketData with { Timeout = ReadTimeout, RetryDelay = TimeSpan.FromMilliseconds(10), Limit = null },
                Token = usual.Token,
            };
        }
    }

    public static async Task<AlpacaFloor> OpenAsync(
        ExchangeOptions? exchange = null, AlpacaOptions? options = null, Func<AlpacaSettings, AlpacaSettings>? change = null, bool listens = true, ILogger? logs = null)
    {
        var floor = new AlpacaFloor(exchange, options) { Log = logs ?? NullLogger.Instance };
        await floor.ServeAsync(floor.Fake);
        floor.Connection = floor.Connect((change ?? (settings => settings))(floor.Settings));
        if (!listens) return floor;
        await floor.ListenAsync();
        return floor;
    }

    /// <summary>Another connection to the same account, as a process that was started again has.</summary>
    public AlpacaConnection Connect(AlpacaSettings settings) =>
        AlpacaConnection.Open(settings, Breakers, new InMemoryRateLimits(), this, Market.Calendar, Clock, Log);

    public void Listen() => _listening = Connection.Updates.RunAsync(this, _over.Token);

    /// <summary>Listens, and returns once the stream is connected and what came before it has been swept up.</summary>
    public async Task ListenAsync()
    {
        Listen();
        await Fake.ListenedToAsync();
        await _swept.Task;
    }

    public ValueTask HeardAsync(BrokerUpdate update, CancellationToken cancellation)
    {
        Hear(update);
        return ValueTask.CompletedTask;
    }

    public ValueTask SweepAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        Sweeps.Enqueue(since);
        _swept.TrySetResult();
        return ValueTask.CompletedTask;
    }

    public override async Task RestartAsync()
    {
        var settings = Connection.Settings;
        await StopAsync();
        (_over, _swept) = (new CancellationTokenSource(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Connection = Connect(settings);
        await ListenAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Server.DisposeAsync();
    }

    private async Task StopAsync()
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
        _over.Dispose();
    }
}
