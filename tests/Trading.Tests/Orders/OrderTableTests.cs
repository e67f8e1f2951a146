using Trading.Lifecycles;
using Trading.Orders;

namespace Trading.Tests.Orders;

/// <summary>The order table, written out by hand: the rows are the states, the columns what happens.</summary>
public class OrderTableTests
{
    private const string Table = """
        from               Submit           Accept           PartialFill      CompleteFill  Cancel    Reject    Expire   Replace          Change
        PendingSubmission  Submitted        Accepted         PartiallyFilled  Filled        Canceled  Rejected  Expired  Accepted         PendingSubmission
        Submitted          Submitted        Accepted         PartiallyFilled  Filled        Canceled  Rejected  Expired  Accepted         Submitted
        Accepted           Accepted         Accepted         PartiallyFilled  Filled        Canceled  Rejected  Expired  Accepted         Accepted
        PartiallyFilled    PartiallyFilled  PartiallyFilled  PartiallyFilled  Filled        Canceled  Rejected  Expired  PartiallyFilled  PartiallyFilled
        Filled             Filled           Filled           -                Filled        Filled    Filled    Filled   Filled           Filled
        Canceled           Canceled         Canceled         Canceled         Filled        Canceled  Canceled  Canceled Canceled         Canceled
        Rejected           Rejected         Rejected         Rejected         Filled        Rejected  Rejected  Rejected Rejected         Rejected
        Expired            Expired          Expired          Expired          Filled        Expired   Expired   Expired  Expired          Expired
        """;

    public static TheoryData<OrderState, OrderTrigger, OrderState?> Pairs()
    {
        var lines = Table.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var pairs = new TheoryData<OrderState, OrderTrigger, OrderState?>();
        foreach (var row in lines.Skip(1))
            for (var column = 1; column < row.Length; column++)
                pairs.Add(
                    Enum.Parse<OrderState>(row[0]),
                    Enum.Parse<OrderTrigger>(lines[0][column]),
                    row[column] == "-" ? null : Enum.Parse<OrderState>(row[column]));
        return pairs;
    }

    [Fact]
    public void The_table_has_every_pair() =>
        Assert.Equal(Enum.GetValues<OrderState>().Length * Enum.GetValues<OrderTrigger>().Length, Pairs().Count);

    [Theory]
    [MemberData(nameof(Pairs))]
    public void An_event_makes_of_a_state_what_the_table_says(OrderState from, OrderTrigger happened, OrderState? to) =>
        Assert.Equal(to, OrderTransitions.Next(from, happened));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void An_order_follows_the_table_and_refuses_what_is_not_in_it(OrderState from, OrderTrigger happened, OrderState? to)
    {
        if (AnOrder.In(from) is var order && AnOrder.Event(order, happened) is not { } told) return; // nothing tells of this pair
        if (to is { } next)
        {
            var after = OrderLifecycle.On(order, told, AnOrder.Later).State;
            Assert.Equal(next, after.State);
            Assert.Equal(next == from ? 0 : 1, after.History.Count);
            return;
        }
        var refused = Assert.Throws<InvalidTransitionException>(() => OrderLifecycle.On(order, told, AnOrder.Later));
        Assert.Equal((from.ToString(), OrderTransitions.Target(happened).ToString(), happened.ToString()), (refused.From, refused.To, refused.Event));
        Assert.Contains(order.Id.Value, refused.Message);
        Assert.Equal(AnOrder.In(from), order);
    }

    [Fact]
    public void Each_step_is_kept_with_its_reason_time_and_message()
    {
        var order = AnOrder.In(OrderState.Accepted);
        var after = OrderLifecycle.On(order, new OrderCanceled(order.Id, 0, "asked for"), AnOrder.Later).State;
        Assert.Equal(
            new Trading.Lifecycles.Transition<OrderState>(OrderState.Accepted, OrderState.Canceled, "canceled", "asked for", AnOrder.Later.Time, AnOrder.Later.MessageId),
            Assert.Single(after.History));
    }

    [Fact]
    public void Only_four_states_are_ends() => Assert.Equal(
        [OrderState.Filled, OrderState.Canceled, OrderState.Rejected, OrderState.Expired],
        Enum.GetValues<OrderState>().Where(state => state.IsEnded()));
}
