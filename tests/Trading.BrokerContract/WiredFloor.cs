using System.Collections.Concurrent;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Faults;
using Trading.FakeBrokers.Hosting;
using Trading.MarketData;
using Trading.Runtime.Resilience;

namespace Trading.BrokerContract;

/// <summary>The real client of a broker and its fake, with real sockets between them.</summary>
public abstract class WiredFloor : ContractFloor, IBrokerAlarms
{
    protected WiredFloor()
    {
        Market = new FakeMarket(Clock, new NyseCalendar());
        Breakers = new InMemoryBreakers(BreakerOptions.Default, Clock.GetUtcNow());
    }

    public FakeMarket Market { get; }

    public FakeBrokerServer Server { get; private set; } = null!;

    public InMemoryBreakers Breakers { get; }

    public ConcurrentQueue<BrokerAlarm> Alarms { get; } = new();

    public abstract FakeAccount Account { get; }

    /// <summary>Quotes and bars through the client there is now.</summary>
    public abstract IMarketDataSource MarketData { get; }

    /// <summary>The breaker that the client's calls pass.</summary>
    public abstract string Breaker { get; }

    public override FaultScript? Faults => Server.Faults;

    public override CappedFills Fills => Account.Fills;

    /// <summary>Puts the client of a process that was started again in the place of the one there is: only what is stored is left.</summary>
    public abstract Task RestartAsync();

    public void Raise(BrokerAlarm alarm) => Alarms.Enqueue(alarm);

    protected async Task ServeAsync(IFakeBroker fake)
    {
        Server = await FakeBrokerServer.StartAsync(fake);
        Server.Faults.Hung += GiveUp;
    }

    protected override void Show(in Bar bar) => Market.Push(Stock, bar);

    protected override void Tick() => Market.Tick();
}
