using Microsoft.Extensions.Logging.Abstractions;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Cli.Tests.Desks;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Faults;
using Trading.FakeBrokers.Hosting;
using Trading.FakeBrokers.Schwab;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Runtime.Brokers.Schwab.Tokens;
using Trading.Runtime.Redis;
using Trading.Runtime.Resilience;
using Trading.Runtime.Tests.Redis;
using Trading.Trades;

namespace Trading.Cli.Tests.Brokers;

/// <summary><c>trading agent orders --broker schwab</c> and <c>trading run --broker schwab</c> as processes, at the fake Schwab.</summary>
public sealed class AgentAtBrokerTests : IAsyncLifetime
{
    private readonly Desk _desk = new();
    private readonly FakeSchwab _fake;
    private FakeBrokerServer _broker = null!;
    private RedisServer _server = null!;
    private string _config = "";

    public AgentAtBrokerTests()
    {
        var market = new FakeMarket(TimeProvider.System, new NyseCalendar());
        _fake = new FakeSchwab(market, new FakeAccount("12345678", market));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Dictionary<string, string> Keys => new()
    {
        ["SCHWAB_APP_KEY"] = _fake.Options.AppKey, ["SCHWAB_APP_SECRET"] = _fake.Options.AppSecret, ["SCHWAB_LIVE_CONFIRMED"] = "trade real money on main",
    };

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _broker = await FakeBrokerServer.StartAsync(_fake);
        _config = _desk.Write("trading.yaml", $$"""
            account: { name: main }
            redis: { host: 127.0.0.1, port: {{_server.Port}}, environment: cli }
            brokers: { schwab: { address: '{{_broker.Url}}', loginFile: '{{_desk["login.json"]}}' } }
            """);
        var (access, refresh) = _fake.LogIn();
        var now = TimeProvider.System.GetUtcNow();
        await new FileTokenStore(_desk["login.json"], TimeProvider.System).SaveAsync(new SchwabToken(new Secret(access), now.AddMinutes(30), new Secret(refresh), now), Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null) await _broker.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        _desk.Dispose();
    }

    [Fact]
    public async Task Agent_carries_an_order_to_the_broker_and_says_what_became_of_it()
    {
        var connection = await _server.ConnectAsync();
        await using var redis = new RedisDesk(connection, new RedisKeys("cli"), RedisDeliveryOptions.Default, TimeProvider.System, NullLoggerFactory.Instance);
        await LetTradeAsync(redis);
        await using var watch = await redis.WatchAsync(EventNames.OrderAccepted);
        using var process = new DeskProcess(Keys, "agent", "orders", "--broker", "schwab", "--live", "--config", _config);

        var ticket = Ticket();
        await redis.Bus.PublishAsync(Message.First(MessageId.From("a test"), EventNames.SubmitRequested, "test", TimeProvider.System.GetUtcNow(), ticket.Id.Value, ticket.Scope, new SubmitRequested(ticket, IsRetry: false)), Cancellation);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(10));
        var said = "";
        try
        {
            await foreach (var message in watch.ReadAllAsync(patience.Token))
            {
                said = message.Subject;
                break;
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Nothing was said of the order. The process: {process.Said}");
        }

        Assert.Equal(ticket.Id.Value, said);
        Assert.Equal(OrderRole.Entry, Assert.Single(_fake.Account.Orders).Role);
        Assert.DoesNotContain(_fake.Options.AppSecret, process.Said, StringComparison.Ordinal);
        // What other copies of the agent share with it.
        foreach (var kind in (string[])[SharedRateLimits.Kind, SharedBreakers.Kind])
            Assert.NotEmpty(connection.GetServers()[0].Keys(pattern: $"*state:{kind}:*"));
    }

    [Theory]
    [InlineData("agent", "orders", "--broker", "schwab", "--live")]
    [InlineData("run", "--broker", "schwab", "--live", "--symbol", "SPY")]
    public async Task Key_that_is_not_set_is_wrong_configuration_and_nothing_is_done(params string[] line)
    {
        var keys = Keys;
        keys["SCHWAB_APP_SECRET"] = "";
        string[] desk = line[0] == "run" ? ["--desk", _desk["desk"]] : [];
        using var process = new DeskProcess(keys, [.. line, .. desk, "--config", _config]);

        Assert.Equal(ExitCode.WrongUse, await process.EndAsync(Cancellation));
        Assert.Contains("set SCHWAB_APP_SECRET", process.Said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_desk["desk"]));
        Assert.Empty(_broker.Calls);
    }

    [Fact]
    public async Task Login_that_is_refused_ends_the_agent_with_what_to_do()
    {
        _broker.Faults.Set(FaultRule.Reply("*", 401, """{"message":"Client not authorized"}""") with { Times = 0 });
        using var process = new DeskProcess(Keys, "agent", "orders", "--broker", "schwab", "--live", "--config", _config);

        Assert.Equal(ExitCode.Failed, await process.EndAsync(Cancellation));
        Assert.Contains("docs/schwab.md tells what to do", process.Said, StringComparison.Ordinal);
    }

    /// <summary>As the risk agent does when it hears of the account: nothing is opened on one that nobody knows.</summary>
    private static async Task LetTradeAsync(RedisDesk redis)
    {
        var rules = new RiskSettings { Accounts = [new AccountRules { Account = "main", Limits = RiskLimits.None, Sizing = new SizingRule.FixedShares(10) }] };
        var outbox = new Outbox(AgentNames.Risk);
        outbox.Begin(MessageId.From("account"), TimeProvider.System.GetUtcNow());
        var agent = new RiskManagementAgent(redis.State, new RedisMarketData(redis.Bars, BarPeriod.Minute), new NyseCalendar(), rules, TimeProvider.System);
        await agent.SetAccountAsync("main", new BrokerAccount("...5678", 100_000, 100_000, 200_000, IsPaper: false, MayShort: true), outbox, Cancellation);
    }

    private static OrderTicket Ticket()
    {
        var scope = new Scope("main", "test", "AAPL");
        var trade = TradeId.Of(MessageId.From("signal"), TimeProvider.System.GetUtcNow(), scope);
        return new OrderTicket(new OrderId(trade, OrderRole.Entry, 1), trade, scope, OrderRole.Entry, OrderTerms.Limit(OrderSide.Buy, 10, Price.Parse("90"), TimeInForce.GoodTilCanceled));
    }
}
