using Trading.Orders;

namespace Trading.Tests.Orders;

/// <summary>News of an order comes late, twice and in any order, and the end is the same.</summary>
public class OrderNewsInAnyOrderTests
{
    private static readonly OrderEvent Submitted = new OrderSubmitted(AnOrder.Id, "B1");
    private static readonly OrderEvent Accepted = new OrderAccepted(AnOrder.Id, "B1");
    private static readonly OrderEvent First = AnOrder.PartiallyFilled("x1", 40, 40);
    private static readonly OrderEvent Second = AnOrder.PartiallyFilled("x2", 25, 65);
    private static readonly OrderEvent Last = AnOrder.Filled("x3", 35, 100);
    private static readonly OrderEvent Replaced = new OrderReplaced(AnOrder.Id, "B2", AnOrder.Moved, 1);
    private static readonly OrderEvent Smaller = new OrderReplaced(AnOrder.Id, "B1", AnOrder.Terms with { Quantity = 65 });
    private static readonly OrderEvent LastOfSmaller = AnOrder.Filled("x2", 25, 65);

    /// <summary>Each list is one life of an order as it can happen at a broker.</summary>
    private static readonly OrderEvent[][] Lives =
    [
        [Submitted, Accepted, First, Second, Last],
        [Submitted, Accepted, First, AnOrder.Canceled(40)],
        [Submitted, Accepted, First, Second, AnOrder.Canceled(65)],
        [Submitted, Accepted, First, Second, AnOrder.Canceled(40)], // the second fill is late
        [Submitted, Accepted, First, Second, Last, AnOrder.Canceled(65)], // a late fill completes it
        [Submitted, Accepted, First, Second, new OrderExpired(AnOrder.Id, 65)],
        [Submitted, Accepted, AnOrder.Canceled(0)],
        [Submitted, Accepted, new OrderExpired(AnOrder.Id, 0)],
        [Submitted, Accepted, new OrderRejected(AnOrder.Id, RejectionCodes.BrokerRefused, "no", "B1")],
        [Submitted, Accepted, First, Replaced, Second, Last],
        [Submitted, Accepted, Replaced, First, AnOrder.Canceled(40)],
        [Accepted, First, Smaller, LastOfSmaller],
    ];

    private static readonly Gen<OrderEvent[]> News =
        from which in Gen.Int[0, Lives.Length - 1]
        let life = Lives[which]
        from doubled in Gen.Int[0, life.Length - 1].Array[0, 4]
        from shuffled in Gen.Shuffle(life.Concat(doubled.Select(i => life[i])).ToArray())
        select shuffled;

    [Fact]
    public void Any_order_and_any_doubling_of_the_news_ends_in_the_same_state_with_the_same_fills() => News.Sample(news =>
    {
        var straight = Life(news.Distinct().OrderBy(Place).ToArray());
        var told = Life(news);
        Assert.Equal(
            (straight.State, straight.Filled, straight.FilledValue, straight.Terms, straight.BrokerOrderId, straight.MissesFills),
            (told.State, told.Filled, told.FilledValue, told.Terms, told.BrokerOrderId, told.MissesFills));
        Assert.Equal(straight.Executions.Order(), told.Executions.Order());
        // Where the end was heard of before the beginning, the broker is asked to make sure of it.
        Assert.True(told.Pending is null or { Change: OrderChange.Cancel });
        Assert.Null(OrderLifecycle.DueAt(told with { Pending = null }));
    });

    [Fact]
    public void The_last_report_tells_the_trade_all_whatever_the_order_of_the_news() => News.Sample(news =>
    {
        var (order, asked) = AnOrder.Told(AnOrder.Begun(), news);
        var reports = asked.OfType<OrderAction.Report>().Select(report => report.Status).ToArray();
        Assert.Equal(Enumerable.Range(1, reports.Length), reports.Select(report => report.Sequence));
        Assert.Equal((order.State, order.Filled, order.FilledValue, order.Terms), (reports[^1].State, reports[^1].Filled, reports[^1].FilledValue, reports[^1].Terms));
        Assert.All(reports.Where(report => report.State.IsEnded()), report => Assert.True(report.Filled >= CountedAtTheEnd(news)));
    });

    [Fact]
    public void The_history_is_a_path_of_legal_steps_whatever_the_order_of_the_news() => News.Sample(news =>
    {
        var state = OrderState.PendingSubmission;
        foreach (var step in Life(news).History)
        {
            Assert.Equal(state, step.From);
            Assert.Contains(Enum.GetValues<OrderTrigger>(), happened => OrderTransitions.Next(step.From, happened) == step.To);
            state = step.To;
        }
    });

    private static Order Life(OrderEvent[] news) => AnOrder.Told(AnOrder.Begun(), news).Order;

    private static decimal CountedAtTheEnd(OrderEvent[] news) =>
        news.Select(happened => happened switch { OrderCanceled e => e.TotalFilled, OrderExpired e => e.TotalFilled, _ => 0 }).Max();

    private static int Place(OrderEvent happened) => happened switch
    {
        OrderSubmitted => 0,
        OrderAccepted => 1,
        OrderReplaced => 2,
        OrderExecuted e => 3 + (int)e.TotalFilled,
        _ => 1000,
    };
}
