using Trading.Agents;
using Trading.Agents.Ports;
using Trading.BrokerContract;
using Trading.FakeBrokers.Alpaca;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Faults;
using Trading.FakeBrokers.Hosting;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Runtime.Configuration;
using Trading.Runtime.Desks;
using Trading.Runtime.Redis;
using Trading.Runtime.Tests.Redis;
using Trading.Strategies;

namespace Trading.Alpaca.Tests;

/// <summary><c>trading agent orders --broker alpaca-paper</c>: one agent alone, over a real Redis, at the fake Alpaca.</summary>
public sealed class AlpacaAgentTests : IAsyncLifetime
{
    private readonly FastClock _clock = new(new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero), 1); // a Monday, 10:00 in New York
    private readonly NyseCalendar _calendar = new();
    private readonly KeptLogs _logs = new();
    private readonly FakeMarket _market;
    private readonly FakeAlpaca _fake;
    private RedisServer _server = null!;
    private RedisDesk _desk = null!;
    private FakeBrokerServer _broker = null!;

    public AlpacaAgentTests()
    {
        _market = new FakeMarket(_clock, _calendar);
        _fake = new FakeAlpaca(_market, new FakeAccount("PA3FAKE00001", _market));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _broker = await FakeBrokerServer.StartAsync(_fake);
        _desk = await RedisDesk.OpenAsync(_server.Settings, "tests", _clock, _logs);
    }

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null) await _desk.DisposeAsync();
        if (_broker is not null) await _broker.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    [Fact]
    public async Task Fill_that_the_stream_tells_is_said_to_the_desk_though_no_sweep_finds_it()
    {
        _broker.Faults.Set(FaultRule.Reply("orders", 200, "[]") with { Times = 0 }); // a sweep finds nothing
        using var stop = new CancellationTokenSource();
        var configuration = ConfigurationFile.Read(
            $"account: {{ name: main }}\nbrokers: {{ alpacaPaper: {{ host: '{_broker.Url}' }} }}", "a test", EnvironmentOverrides.None, StrategyCatalogue.Standard);
        var venues = new AlpacaVenueFactory(isLive: false, [], name => name == "ALPACA_PAPER_KEY_ID" ? _fake.Options.KeyId : _fake.Options.SecretKey, _logs);
        await using var venue = (await venues.ConnectAsync(new VenueRequest(configuration, ".", _calendar, _clock), Cancellation)).Venue;
        await LetTradeAsync();
        await using var watch = await _desk.WatchAsync(EventNames.OrderFilled);

        var agents = new RedisAgents(_desk, configuration, venue, _calendar, _clock);
        var running = agents.RunAsync(AgentNames.Orders, "one", stop.Token);
        await _fake.ListenedToAsync().WaitAsync(TimeSpan.FromMinutes(10), Cancellation);
        var ticket = Ticket();
        await _desk.Bus.PublishAsync(Message.First(MessageId.From("a test"), EventNames.SubmitRequested, "test", _clock.GetUtcNow(), ticket.Id.Value, ticket.Scope, new SubmitRequested(ticket, IsRetry: false)), Cancellation);
        await Until.TrueAsync(() => Task.FromResult(_fake.Account.Find(ticket.Id.Value) is not null));
        var now = _clock.GetUtcNow();
        _market.Push(ContractFloor.Stock, new Bar(now, now.AddMinutes(1), ContractFloor.Usd(100), ContractFloor.Usd(100), ContractFloor.Usd(100), ContractFloor.Usd(100), 1_000_000));

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(10));
        await foreach (var message in watch.ReadAllAsync(patience.Token))
        {
            var filled = (OrderFilled)message.Data;
            Assert.Equal((ticket.Id, 10m, ContractFloor.Usd(100)), (filled.OrderId, filled.Fill.Quantity, filled.Fill.Price));
            break;
        }
        await stop.CancelAsync();
        Assert.Null(await running);
    }

    /// <summary>As the risk agent does when it hears of the account: nothing is opened on one that nobody knows.</summary>
    private async Task LetTradeAsync()
    {
        var rules = new RiskSettings { Accounts = [new AccountRules { Account = "main", Limits = RiskLimits.None, Sizing = new SizingRule.FixedShares(10) }] };
        var outbox = new Outbox(AgentNames.Risk);
        outbox.Begin(MessageId.From("account"), _clock.GetUtcNow());
        await new RiskManagementAgent(_desk.State, new RedisMarketData(_desk.Bars, BarPeriod.Minute), _calendar, rules, _clock).SetAccountAsync(
            "main", new BrokerAccount("...0001", 100_000, 100_000, 200_000, IsPaper: true, MayShort: true), outbox, Cancellation);
    }

    private OrderTicket Ticket()
    {
        var scope = new Scope("main", "test", ContractFloor.Stock);
        var trade = Trades.TradeId.Of(MessageId.From("signal"), _clock.GetUtcNow(), scope);
        return new OrderTicket(new OrderId(trade, OrderRole.Entry, 1), trade, scope, OrderRole.Entry, ContractFloor.Buy(10));
    }
}
