using System.Collections.Immutable;
using Azure.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Alpaca;
using Trading.Breakers;
using Trading.MarketData;
using Trading.Messages;
using Trading.Runtime.Brokers;
using Trading.Runtime.Brokers.Schwab;
using Trading.Runtime.Brokers.Schwab.Tokens;
using Trading.Runtime.Delivery;
using Trading.Runtime.Exchange;
using Trading.Runtime.Reconciliation;
using Trading.Runtime.Redis;
using Trading.Runtime.Resilience;
using TradingFunctions.Breakers;
using TradingFunctions.Brokers;
using TradingFunctions.Delivery;
using TradingFunctions.Halts;
using TradingFunctions.Identity;
using TradingFunctions.Lifecycles;
using TradingFunctions.Metrics;
using TradingFunctions.Paper;
using TradingFunctions.Reconciling;
using TradingFunctions.Timers;

namespace TradingFunctions;

/// <summary>Composes the desk: the agents of the core over Redis, entities and a broker.</summary>
internal static class DeskServices
{
    private const int CopiesOfRisk = 2;
    private const int CopiesOfOrders = 8;

    public static IServiceCollection AddDesk(this IServiceCollection services, DeskSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<DeskClient>();
        services.AddSingleton(new RedeliveryPolicy());
        services.AddSingleton(BreakerOptions.Default);
        services.AddSingleton(new LifecycleForwarderOptions { Linger = settings.Linger });
        services.AddSingleton(DeskCredential.Of(settings.ClientId));
        AddRedis(services, settings.Redis);
        services.AddSingleton(all => new RedisDesk(
            all.GetRequiredService<IConnectionMultiplexer>(), new RedisKeys(settings.Environment), RedisDeliveryOptions.Default,
            all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILoggerFactory>(), all.GetRequiredService<Doorbell>().Ring));
        services.AddSingleton<Doorbell>();
        services.AddHostedService<AnswerDoorbell>();
        services.AddSingleton<IStepStore>(all => all.GetRequiredService<RedisDesk>().Steps);
        services.AddSingleton<IInboxes>(all => all.GetRequiredService<RedisDesk>().Inboxes);
        services.AddSingleton(all => new RedisBarHistory(
            all.GetRequiredService<IConnectionMultiplexer>(), all.GetRequiredService<RedisDesk>().Keys, RedisBarHistory.UsualMost));
        services.AddSingleton<IBarHistory>(all => all.GetRequiredService<RedisBarHistory>());
        services.AddSingleton<IMarketCalendar>(settings.IsAlwaysOpen ? new AlwaysOpen() : new NyseCalendar());
        services.AddSingleton<IBreakers>(all => new EntityBreakers(
            all.GetRequiredService<DeskClient>(), BreakerOptions.Default, [BreakerNames.AlpacaPaper, BreakerNames.AlpacaLive, BreakerNames.Schwab],
            all.GetRequiredService<TimeProvider>(), all.GetRequiredService<DeskMetrics>(), all.GetRequiredService<ILogger<EntityBreakers>>()));
        services.AddSingleton<IAccountBreakers>(all => new AccountBreakers(
            all.GetRequiredService<IBreakers>(), new Dictionary<string, string> { [settings.Desk.Account] = settings.Breaker }));
        AddBroker(services, settings);
        services.AddSingleton(all => new DeskAgents(Agents(all, settings)));
        services.AddSingleton(all => new LifecycleLease(all.GetRequiredService<IConnectionMultiplexer>(), all.GetRequiredService<RedisDesk>().Keys, LifecycleLease.Azure));
        services.AddSingleton<LifecycleHost>();
        services.AddSingleton<InboxService>();
        services.AddSingleton<ILifecycleSnapshots>(all => new RedisSnapshots(all.GetRequiredService<IConnectionMultiplexer>(), all.GetRequiredService<RedisDesk>().Keys));
        services.AddSingleton<ILifecycleStates, DurableStates>();
        services.AddSingleton(all => new ReconciledMark(
            all.GetRequiredService<IConnectionMultiplexer>(), all.GetRequiredService<RedisDesk>().Keys, settings, all.GetRequiredService<TimeProvider>()));
        services.AddSingleton(all => new AccountReconciliation(
            all.GetRequiredService<IBroker>(),
            new ReconciledDesk(
                all.GetRequiredService<ILifecycleStates>(), all.GetRequiredService<DeskAgents>(), () => IsQuietAsync(all.GetRequiredService<RedisDesk>()),
                all.GetRequiredService<TimeProvider>()),
            all.GetRequiredService<IStepStore>(), settings.Desk.Account, all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<AccountReconciliation>>()));
        services.AddSingleton<PollMark>();
        services.AddSingleton<DeskMetrics>();
        return services;
    }

    private static void AddBroker(IServiceCollection services, DeskSettings settings)
    {
        services.AddSingleton<IRateLimits>(all => all.GetRequiredService<RedisDesk>().RateLimits);
        services.AddSingleton<IBrokerAlarms>(all => new HaltingAlarms(
            new LoggedAlarms(all.GetRequiredService<ILogger<LoggedAlarms>>()), all.GetRequiredService<RedisDesk>().Bus, all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<HaltingAlarms>>()));
        if (settings.Alpaca is { } alpaca)
            services.AddSingleton<IDeskAccount>(all => new WiredAccount(
                AlpacaConnection.Open(
                    alpaca, all.GetRequiredService<IBreakers>(), all.GetRequiredService<IRateLimits>(), all.GetRequiredService<IBrokerAlarms>(),
                    all.GetRequiredService<IMarketCalendar>(), all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<AlpacaConnection>>()),
                all.GetRequiredService<RedisBarHistory>()));
        else if (settings.Schwab is { } schwab)
            AddSchwab(services, settings, schwab);
        else
            services.AddSingleton<IDeskAccount>(all => new PaperAccount(
                new PaperDesk(
                    new SimulatedExchange(settings.Desk.Account, all.GetRequiredService<IMarketCalendar>(), all.GetRequiredService<TimeProvider>(), settings.Desk.Exchange),
                    all.GetRequiredService<IBarHistory>(), all.GetRequiredService<IStepStore>(), all.GetRequiredService<TimeProvider>()),
                all.GetRequiredService<IBreakers>(), all.GetRequiredService<TimeProvider>()));
        services.AddSingleton(all => all.GetRequiredService<IDeskAccount>().Broker);
        services.AddSingleton(all => all.GetRequiredService<IDeskAccount>().MarketData);
        services.AddSingleton<AccountCheck>();
        services.AddSingleton<IOrderNews, OrderNews>();
        services.AddHostedService<ListenToBroker>();
    }

    private static void AddSchwab(IServiceCollection services, DeskSettings settings, SchwabOptions schwab)
    {
        SchwabConnection.AddHttp(services, schwab.Address);
        services.AddHttpClient(nameof(KeyVaultTokenStore)).RemoveAllLoggers();
        services.AddSingleton<ITokenStore>(all => settings.SchwabLogin is { } secret
            ? new KeyVaultTokenStore(
                all.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(KeyVaultTokenStore)), secret, all.GetRequiredService<TokenCredential>(),
                all.GetRequiredService<IConnectionMultiplexer>(), all.GetRequiredService<RedisDesk>().Keys, all.GetRequiredService<TimeProvider>())
            : settings.Desk.Brokers.Schwab.ToStore(all.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IDeskAccount>(all => new WiredAccount(
            new SchwabConnection(
                schwab, all.GetRequiredService<IHttpClientFactory>(), all.GetRequiredService<ITokenStore>(),
                all.GetRequiredService<RedisDesk>().State, all.GetRequiredService<IBreakers>(),
                all.GetRequiredService<IRateLimits>(), all.GetRequiredService<IBrokerAlarms>(), all.GetRequiredService<IMarketCalendar>(), all.GetRequiredService<TimeProvider>()),
            all.GetRequiredService<RedisBarHistory>()));
    }

    private static IEnumerable<KeyValuePair<string, AgentCopies>> Agents(IServiceProvider all, DeskSettings settings)
    {
        var (desk, clock) = (settings.Desk, all.GetRequiredService<TimeProvider>());
        var (market, calendar) = (all.GetRequiredService<IMarketDataSource>(), all.GetRequiredService<IMarketCalendar>());
        var watched = settings.Symbols.Select(symbol => (symbol, settings.Period)).ToImmutableArray();
        var strategies = desk.Strategies.Select(strategy => strategy.On(desk.Account, settings.Symbols, settings.Period)).ToImmutableArray();
        yield return Copies(AgentNames.MarketData, 1, _ => new MarketDataAgent(market, calendar, watched));
        yield return Copies(DeskAgents.PollsName, 1, _ => new MarketDataAgent(new PolledBars(market, all.GetRequiredService<PollMark>()), calendar, watched));
        yield return Copies(AgentNames.Strategy, 1, _ => new StrategyAgent(strategies, all.GetRequiredService<IBarHistory>(), isOnlyCopy: false));
        yield return Copies(AgentNames.Risk, CopiesOfRisk, state => new RiskManagementAgent(state, market, calendar, desk.Risk, clock));
        yield return Copies(AgentNames.Orders, CopiesOfOrders, state => new OrderExecutionAgent(
            [all.GetRequiredService<IBroker>()], new EntityOpeningGate(state, all.GetRequiredService<DeskClient>(), all.GetRequiredService<AccountCheck>(), all.GetRequiredService<ReconciledMark>())));
        yield return Copies(AgentNames.Positions, 1, state => new PositionManagementAgent(state, [desk.Account], desk.Watch, calendar));

        KeyValuePair<string, AgentCopies> Copies(string name, int most, Func<IStateStore, IAgent> make) => new(name, new AgentCopies(
            () => new AgentRunner(
                make, all.GetRequiredService<IStepStore>(), all.GetRequiredService<IInboxes>(), all.GetRequiredService<RedeliveryPolicy>(), clock,
                all.GetRequiredService<ILogger<AgentRunner>>()),
            most));
    }

    /// <summary>Whether no message waits for an order or a trade. What cannot be asked is not quiet.</summary>
    private static async ValueTask<bool> IsQuietAsync(RedisDesk redis) =>
        await redis.Health.CheckAsync([AgentNames.Orders, AgentNames.Lifecycles], RedisHealthLimits.Default) is { RoundTrip: not null } health
        && health.Inboxes.All(inbox => inbox.Waiting == 0);

    private static void AddRedis(IServiceCollection services, RedisAddress address)
    {
        if (address.PrincipalId is { } principal)
        {
            services.AddSingleton(all => new RedisLogin(
                principal, all.GetRequiredService<TokenCredential>(), all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<RedisLogin>>()));
            services.AddHostedService<KeepRedisLogin>();
        }
        services.AddSingleton<IConnectionMultiplexer>(all =>
        {
            var options = ConfigurationOptions.Parse(address.Options);
            if (all.GetService<RedisLogin>() is { } login)
            {
                login.Begin();
                options.Defaults = login;
            }
            // An app that starts while Redis is away waits for it; one that runs reconnects by itself.
            options.AbortOnConnectFail = false;
            options.ReconnectRetryPolicy = new LinearRetry(250);
            return ConnectionMultiplexer.Connect(options);
        });
    }
}
