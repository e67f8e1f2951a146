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
internal sealed class SchwabFloor : ContractFloor, IBrokerAlarms
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(25);

    private readonly CancellationTokenSource _over = new();
    private readonly Dictionary<string, (OrderState? State, int Fills)> _known = new(StringComparer.Ordinal);
    private readonly RoundTripStateStore _state = new();
    private readonly ServiceProvider _services;
    private readonly Task _looking;

    private SchwabFloor(FakeSchwabOptions? options, Func<FakeSchwab, FakeMarket, Task<FakeBrokerServer>> start, bool looks)
    {
        Market = new FakeMarket(Clock, new NyseCalendar());
        Fake = new FakeSchwab(Market, new FakeAccount("12345678", Market), options);
        Server = start(Fake, Market).GetAwaiter().GetResult();
        _services = SchwabConnection.AddHttp(new ServiceCollection(), Server.Url).BuildServiceProvider();
        Breakers = new InMemoryBreakers(BreakerOptions.Default, Clock.GetUtcNow());
        var (access, refresh) = Fake.LogIn();
        var now = Clock.GetUtcNow();
        Store = new InMemoryTokenStore(new SchwabToken(new Secret(access), now.AddMinutes(30), new Secret(refresh), now));
        Connection = Connect();
        _looking = looks ? LookAsync() : Task.CompletedTask;
    }

    public FakeMarket Market { get; }
    public FakeSchwab Fake { get; }
    public FakeBrokerServer Server { get; }
    public InMemoryBreakers Breakers { get; }
    public InMemoryTokenStore Store { get; }
    public SchwabConnection Connection { get; private set; }
    public ConcurrentQueue<BrokerAlarm> Alarms { get; } = new();

    public override IBroker Broker => Connection.Broker;
    public override FaultScript? Faults => Server.Faults;
    public override CappedFills Fills => Fake.Account.Fills;
    public override bool IsPaper => false;

    public static SchwabFloor Open(FakeSchwabOptions? options = null, bool looks = true) =>
        new(options, (fake, _) => FakeBrokerServer.StartAsync(fake), looks);

    /// <summary>The connection of a process that was started again: only what is stored is left.</summary>
    public void Restart()
    {
        Connection.Dispose();
        Connection = Connect();
    }

    public void Raise(BrokerAlarm alarm) => Alarms.Enqueue(alarm);

    public override async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        try
        {
            await _looking;
        }
        catch (OperationCanceledException)
        {
        }
        Connection.Dispose();
        await Server.DisposeAsync();
        await _services.DisposeAsync();
        _over.Dispose();
    }

    protected override void Show(in Bar bar) => Market.Push(Stock, bar);

    private SchwabConnection Connect() => new(
        new SchwabOptions
        {
            Account = "schwab", AppKey = new Secret(Fake.Options.AppKey), AppSecret = new Secret(Fake.Options.AppSecret), Address = Server.Url,
            Policies = Patient, SettleTime = TimeSpan.Zero,
        },
        _services.GetRequiredService<IHttpClientFactory>(), Store, _state, Breakers, new InMemoryRateLimits(), this, Market.Calendar, Clock);

    /// <summary>Short enough that a time-out does not keep a test waiting, long enough for a busy machine.</summary>
    private static CallPolicies Patient
    {
        get
        {
            var usual = CallPolicies.Schwab;
            return new()
            {
                TradingRead = usual.TradingRead with { Timeout = TimeSpan.FromSeconds(20), RetryDelay = TimeSpan.FromMilliseconds(10), Limit = null, Reserve = 0 },
                OrderWrite = usual.OrderWrite with { Timeout = TimeSpan.FromSeconds(5), Limit = null },
                MarketData = usual.MarketData with { Timeout = TimeSpan.FromSeconds(20), RetryDelay = TimeSpan.FromMilliseconds(10), Limit = null, Reserve = 0 },
                Token = usual.Token,
            };
        }
    }

    private async Task LookAsync()
    {
        var begun = Clock.GetUtcNow();
        while (true)
        {
            await Task.Delay(BetweenLooks, _over.Token);
            var answer = await Broker.OrdersAsync(begun, _over.Token);
            if (!answer.IsDone) continue;
            foreach (var order in answer.Value) Compare(order);
        }
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
