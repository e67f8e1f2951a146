using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.MarketData;
using Trading.Messages;
using Trading.Runtime.Delivery;
using Trading.Runtime.Exchange;
using Trading.Runtime.Redis;
using Trading.Runtime.Resilience;
using TradingFunctions.Breakers;
using TradingFunctions.Delivery;
using TradingFunctions.Halts;
using TradingFunctions.Lifecycles;
using TradingFunctions.Paper;

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
        services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(RedisOptions(settings)));
        services.AddSingleton(all => new RedisDesk(
            all.GetRequiredService<IConnectionMultiplexer>(), new RedisKeys(settings.Environment), RedisDeliveryOptions.Default,
            all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IStepStore>(all => all.GetRequiredService<RedisDesk>().Steps);
        services.AddSingleton<IInboxes>(all => all.GetRequiredService<RedisDesk>().Inboxes);
        services.AddSingleton<IBarHistory>(all => new RedisBarHistory(
            all.GetRequiredService<IConnectionMultiplexer>(), all.GetRequiredService<RedisDesk>().Keys, RedisBarHistory.UsualMost));
        services.AddSingleton<IMarketCalendar>(settings.IsAlwaysOpen ? new AlwaysOpen() : new NyseCalendar());
        services.AddSingleton<IBreakers>(all => new EntityBreakers(
            all.GetRequiredService<DeskClient>(), BreakerOptions.Default, [BreakerNames.AlpacaPaper, BreakerNames.AlpacaLive, BreakerNames.Schwab],
            all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<EntityBreakers>>()));
        services.AddSingleton<IAccountBreakers>(all => new AccountBreakers(
            all.GetRequiredService<IBreakers>(), new Dictionary<string, string> { [settings.Desk.Account] = BreakerNames.AlpacaPaper }));
        AddPaperBroker(services, settings);
        services.AddSingleton(all => new DeskAgents(Agents(all, settings)));
        services.AddSingleton<InboxService>();
        services.AddSingleton<Timers.PollMarketData>();
        return services;
    }

    private static void AddPaperBroker(IServiceCollection services, DeskSettings settings)
    {
        services.AddSingleton(all => new PaperDesk(
            new SimulatedExchange(settings.Desk.Account, all.GetRequiredService<IMarketCalendar>(), all.GetRequiredService<TimeProvider>(), settings.Desk.Exchange),
            all.GetRequiredService<IBarHistory>(), all.GetRequiredService<IStepStore>(), all.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IMarketDataSource>(all => all.GetRequiredService<PaperDesk>());
        services.AddSingleton<IBroker>(all => new GuardedBroker(
            all.GetRequiredService<PaperDesk>(), BrokerKind.Alpaca, all.GetRequiredService<IBreakers>(), BreakerNames.AlpacaPaper, all.GetRequiredService<TimeProvider>()));
    }

    private static IEnumerable<KeyValuePair<string, AgentCopies>> Agents(IServiceProvider all, DeskSettings settings)
    {
        var (desk, clock) = (settings.Desk, all.GetRequiredService<TimeProvider>());
        var (market, calendar) = (all.GetRequiredService<IMarketDataSource>(), all.GetRequiredService<IMarketCalendar>());
        var watched = settings.Symbols.Select(symbol => (symbol, settings.Period)).ToImmutableArray();
        var strategies = desk.Strategies.Select(strategy => strategy.On(desk.Account, settings.Symbols, settings.Period)).ToImmutableArray();
        yield return Copies(AgentNames.MarketData, 1, _ => new MarketDataAgent(market, calendar, watched));
        yield return Copies(AgentNames.Strategy, 1, _ => new StrategyAgent(strategies, all.GetRequiredService<IBarHistory>(), isOnlyCopy: false));
        yield return Copies(AgentNames.Risk, CopiesOfRisk, state => new RiskManagementAgent(state, market, calendar, desk.Risk, clock));
        yield return Copies(AgentNames.Orders, CopiesOfOrders, state => new OrderExecutionAgent(
            [all.GetRequiredService<IBroker>()], new EntityOpeningGate(state, all.GetRequiredService<DeskClient>())));
        yield return Copies(AgentNames.Positions, 1, state => new PositionManagementAgent(state, [desk.Account], desk.Watch, calendar));

        KeyValuePair<string, AgentCopies> Copies(string name, int most, Func<IStateStore, IAgent> make) => new(name, new AgentCopies(
            () => new AgentRunner(
                make, all.GetRequiredService<IStepStore>(), all.GetRequiredService<IInboxes>(), all.GetRequiredService<RedeliveryPolicy>(), clock,
                all.GetRequiredService<ILogger<AgentRunner>>()),
            most));
    }

    private static ConfigurationOptions RedisOptions(DeskSettings settings)
    {
        var options = ConfigurationOptions.Parse(settings.Redis);
        // An app that starts while Redis is away waits for it; one that runs reconnects by itself.
        options.AbortOnConnectFail = false;
        options.ReconnectRetryPolicy = new LinearRetry(250);
        return options;
    }
}
