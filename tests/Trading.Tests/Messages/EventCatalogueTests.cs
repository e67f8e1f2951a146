using System.Collections.Immutable;
using System.Reflection;
using Trading.Agents;
using Trading.Lifecycles;
using Trading.Messages;
using Trading.Risk;
using Trading.Trades;

namespace Trading.Tests.Messages;

public class EventCatalogueTests
{
    private static readonly EventCatalogue Desk = EventCatalogue.Desk;

    private static readonly string[] Everybody =
    [
        AgentNames.MarketData, AgentNames.Strategy, AgentNames.Risk, AgentNames.Orders, AgentNames.Positions, AgentNames.Lifecycles, AgentNames.Reconciliation, AgentNames.Watchers,
    ];

    [Fact]
    public void Every_event_name_has_one_row_in_the_order_of_the_names()
    {
        var names = typeof(EventNames).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => (EventName)property.GetValue(null)!);
        Assert.Equal(names, Desk.Rows.Select(row => row.Name));
    }

    [Fact]
    public void Every_payload_is_carried_by_one_event()
    {
        var payloads = typeof(Payload).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Payload)) && !type.IsAbstract);
        Assert.Equal(payloads.OrderBy(type => type.FullName), Desk.Rows.Select(row => row.PayloadType.Type).OrderBy(type => type.FullName));
    }

    [Fact]
    public void An_event_is_named_for_an_agent_and_said_and_heard_by_somebody()
    {
        Assert.All(Desk.Rows, row =>
        {
            Assert.NotEmpty(row.SaidBy);
            Assert.NotEmpty(row.HeardBy);
            Assert.All(row.SaidBy.Concat(row.HeardBy), name => Assert.Contains(name, Everybody));
            Assert.Contains(row.Name.Value.Split('.')[0], (string[])[.. Everybody, "trades"]);
            Assert.Matches(@"^[A-Z][^.]*\.$", row.Meaning);
            Assert.Equal(row.PayloadType.Type, row.MakeExample().GetType());
        });
    }

    [Fact]
    public void Only_what_a_host_says_to_its_own_lifecycles_is_internal() =>
        Assert.Equal([EventNames.OrderWoken, EventNames.TradeWoken, EventNames.WatchEnded], Desk.Rows.Where(row => row.IsInternal).Select(row => row.Name));

    [Fact]
    public void The_lifecycles_hear_what_the_catalogue_says()
    {
        Assert.Equal(AgentNames.Lifecycles, LifecycleRouting.Name);
        AssertHears(AgentNames.Lifecycles, LifecycleRouting.Hears);
    }

    [Fact]
    public void The_agents_hear_what_the_catalogue_says()
    {
        IAgent[] agents =
        [
            new MarketDataAgent(null!, null!, []), new StrategyAgent([], null!, true), new OrderExecutionAgent([], null!),
            new RiskManagementAgent(null!, null!, null!, new RiskSettings { Accounts = [] }, null!),
        ];
        foreach (var agent in agents) AssertHears(agent.Name, agent.Hears);
    }

    [Fact]
    public void A_trade_event_is_heard_by_the_lifecycles() =>
        Assert.All(Desk.Rows.Where(row => row.PayloadType.Type.IsAssignableTo(typeof(ITradeEvent))), row => Assert.Contains(AgentNames.Lifecycles, row.HeardBy));

    [Fact]
    public void A_name_is_found_by_its_text_alone()
    {
        Assert.Same(Desk[EventNames.OrderFilled], Desk[new EventName("orders.order.filled")]);
        Assert.Null(Desk.Find("orders.order.fille"));
        Assert.Contains("orders.order.lost", Assert.Throws<KeyNotFoundException>(() => Desk[new EventName("orders.order.lost")]).Message);
    }

    [Fact]
    public void Two_rows_of_one_name_are_refused() =>
        Assert.Contains("risk.trading.resumed has 2 rows", Assert.Throws<ArgumentException>(() => new EventCatalogue([Row, Row])).Message);

    [Fact]
    public void A_version_without_the_way_up_to_it_is_refused() =>
        Assert.Contains("risk.trading.resumed", Assert.Throws<ArgumentException>(() => new EventCatalogue([Row with { Version = 2 }])).Message);

    private static EventRow Row => Desk[EventNames.TradingResumed];

    private static void AssertHears(string agent, ImmutableArray<EventPattern> hears) =>
        Assert.Equal(
            Desk.Rows.Where(row => row.HeardBy.Contains(agent)).Select(row => row.Name),
            Desk.Rows.Select(row => row.Name).Where(name => hears.Any(pattern => pattern.Matches(name))));
}
