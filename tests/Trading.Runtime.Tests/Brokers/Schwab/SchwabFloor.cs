using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Trading.Agents.Ports;
using Trading.BrokerContract;
using Trading.Breakers;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Faults;
using Trading.FakeBrokers.Hosting;
using Trading.FakeBrokers.Schwab;
using Trading.MarketData;
using Trading.Orders;
using Trading.Runtime.Brokers.Schwab;
using Trading.Runtime.Brokers.Schwab.Tokens;
using Trading.Runtime.Resilience;
using Trading.Runtime.Tests.State;

namespace Trading.Runtime.Tests.Brokers.Schwab;

/// <summary>The real client against the fake over a real socket. Schwab has no stream, so that news is found by asking.</summary>
internal sealed class SchwabFloor : WiredFloor
{
    private readonly DateTimeOffset _begun;
    private readonly Dictionary<string, (OrderState? State, int Fills)> _known = new(StringComparer.Ordinal);
    private readonly RoundTripStateStore _state = new();
    private readonly ServiceProvider _services;

    private SchwabFloor(FakeSchwabOptions? options)
    {
        Fake = new FakeSchwab(Market, new FakeAccount("12345678", Market), options);
        ServeAsync(Fake).GetAwaiter().GetResult();
        _services = SchwabConnection.AddHttp(new ServiceCollection(), Server.Url).BuildServiceProvider();
        var (access, refresh) = Fake.LogIn();
        var now = _begun = Clock.GetUtcNow();
        Store = new InMemoryTokenStore(new SchwabToken(new Secret(access), now.AddMinutes(30), new Secret(refresh), now));
        Connection = Connect();
    }

    public FakeSchwab Fake { get; }
    public InMemoryTokenStore Store { get; }
    public SchwabConnection Connection { get; private set; }

    public override IBroker Broker => Connection.Broker;
    public override FakeAccount Account => Fake.Account;
    public override string Breaker => BreakerNames.Schwab;
    public override bool IsPaper => false;

    public static SchwabFloor Open(FakeSchwabOptions? options = null) => new(options);

    public override IMarketDataSource MarketData => Connection.MarketData;

    public override Task RestartAsync()
    {
        Connection.Dispose();
        Connection = Connect();
        return Task.CompletedTask;
    }

    /// <summary>Logs in as a person does in another process.</summary>
    public async Task LogInAsync()
    {
        var (access, refresh) = Fake.LogIn();
        var now = Clock.GetUtcNow();
        await Store.SaveAsync(new SchwabToken(new Secret(access), now.AddMinutes(30), new Secret(refresh), now), TestContext.Current.CancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        await Server.DisposeAsync();
        await _services.DisposeAsync();
    }

    private SchwabConnection Connect() => new(
        new SchwabOptions
        {
            Account = "schwab", AppKey = new Secret(Fake.Options.AppKey), AppSecret = new Secret(Fake.Options.AppSecret), Address = Server.Url,
            Policies = Patient, SettleTime = TimeSpan.Zero,
        },
        _services.GetRequiredService<IHttpClientFactory>(), Store, _state, Breakers, new InMemoryRateLimits(), this, Market.Calendar, Clock);

    /// <summary>The usual ones, without limits of ours and with a short wait before a retry.</summary>
    private static CallPolicies Patient
    {
        get
        {
            var usual = CallPolicies.Schwab;
            return new()
            {
                TradingRead = usual.TradingRead with { Timeout = ReadTimeout, RetryDelay = TimeSpan.FromMilliseconds(10), Limit = null, Reserve = 0 },
                OrderWrite = usual.OrderWrite with { Timeout = WriteTimeout, Limit = null },
                MarketData = usual.MarketData with { Timeout = ReadTimeout, RetryDelay = TimeSpan.FromMilliseconds(10), Limit = null, Reserve = 0 },
                Token = usual.Token,
            };
        }
    }

    protected override async Task WaitForNewsAsync(CancellationToken patience)
    {
        var answer = await Broker.OrdersAsync(_begun, patience);
        if (!answer.IsDone) return;
        foreach (var order in answer.Value) Compare(order);
    }

    private void Compare(BrokerOrder order)
    {
        var (state, fills) = _known.GetValueOrDefault(order.BrokerOrderId);
        for (var i = fills; i < order.Fills.Length; i++) Hear(Update(order, order.State) with { Fill = order.Fills[i] });
        if (order.State != state && (order.Fills.Length == fills || order.State is OrderState.Canceled)) Hear(Update(order, order.State));
        _known[order.BrokerOrderId] = (order.State, order.Fills.Length);
    }

    private static BrokerUpdate Update(BrokerOrder order, OrderState? state) =>
        new(order.ClientOrderId, order.BrokerOrderId, state, null, order.Filled, null, order.Reason, order.UpdatedAt);
}
