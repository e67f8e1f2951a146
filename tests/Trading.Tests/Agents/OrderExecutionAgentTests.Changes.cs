using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Orders;
using static Trading.Tests.Agents.ScriptedBroker;

namespace Trading.Tests.Agents;

/// <summary>Orders that are to be canceled or replaced.</summary>
public partial class OrderExecutionAgentTests
{
    [Fact]
    public async Task A_cancel_that_is_done_says_what_the_broker_shows()
    {
        Assert.Empty(await Cancel(Done()));
        Assert.Empty(await Cancel(Done(Order(Stop.Value, StopTerms, null))));
        Assert.Equal([new OrderCanceled(Stop, 0, "")], await Cancel(Done(Order(Stop.Value, StopTerms, OrderState.Canceled))));
    }

    [Fact]
    public async Task A_cancel_that_comes_too_late_brings_back_what_became_of_the_order()
    {
        var said = await Cancel(Fails(BrokerOutcome.NoLongerOpen), Done(Order(Stop.Value, StopTerms, OrderState.Filled, 100)));
        Assert.IsType<OrderFilled>(said[0]);
        Assert.Equal("NoLongerOpen", Assert.IsType<OrderChangeRefused>(said[1]).Code);
        Assert.Equal([$"cancel {Stop} B1", $"find {Stop} B1"], _broker.Asked);
    }

    [Theory]
    [InlineData(BrokerOutcome.NotFound, OrderChangeRefused.NotFound)]
    [InlineData(BrokerOutcome.Refused, "Refused")]
    public async Task A_refused_cancel_says_why(BrokerOutcome outcome, string code) =>
        Assert.Equal([new OrderChangeRefused(Stop, OrderChange.Cancel, code, "no")], await Cancel(Fails(outcome)));

    [Theory]
    [InlineData(BrokerOutcome.NoAnswer)]
    [InlineData(BrokerOutcome.Throttled)]
    [InlineData(BrokerOutcome.BreakerOpen)]
    [InlineData(BrokerOutcome.Unauthorised)]
    public async Task A_cancel_without_an_answer_says_nothing(BrokerOutcome outcome) => Assert.Empty(await Cancel(Fails(outcome)));

    [Fact]
    public async Task A_replacement_is_told_with_its_number_and_under_the_same_id_as_by_the_stream()
    {
        var (outbox, said) = await Replace(Done(Order($"{Stop}r1", MovedTerms, brokerId: "B2")));
        Assert.Contains(new OrderReplaced(Stop, "B2", MovedTerms, 1), said);
        Assert.Equal([$"replace {Stop} B1 by {Stop}r1"], _broker.Asked);

        var stream = new Outbox("orders");
        stream.Begin(MessageId.From("the stream"), Now);
        OrderExecutionAgent.OnUpdate("paper", new BrokerUpdate($"{Stop}r1", "B2", null, null, 0, MovedTerms, "", Now), stream);
        Assert.Equal(Assert.Single(stream.Messages).Id, outbox.Messages.First(message => message.Data is OrderReplaced).Id);
    }

    [Fact]
    public async Task A_replacement_asked_for_twice_is_found_under_its_own_id()
    {
        var (_, said) = await Replace(Fails(BrokerOutcome.NoLongerOpen), Done(Order($"{Stop}r1", MovedTerms, brokerId: "B2")));
        Assert.Contains(new OrderReplaced(Stop, "B2", MovedTerms, 1), said);
        Assert.DoesNotContain(said, news => news is OrderChangeRefused);
        Assert.Equal([$"replace {Stop} B1 by {Stop}r1", $"find {Stop}r1"], _broker.Asked);
    }

    [Fact]
    public async Task A_replacement_asked_for_again_after_a_later_one_is_told_as_the_later_one()
    {
        var (_, said) = await Replace(Fails(BrokerOutcome.NoLongerOpen), Done(Order($"{Stop}r2", MovedTerms, brokerId: "B3")));
        Assert.Equal(new OrderReplaced(Stop, "B3", MovedTerms, 2), said.OfType<OrderReplaced>().Single());
        Assert.DoesNotContain(said, news => news is OrderChangeRefused);
    }

    [Theory]
    [InlineData(BrokerOutcome.Refused)]
    [InlineData(BrokerOutcome.NotFound)]
    public async Task A_replacement_that_was_made_before_a_crash_is_found_however_the_second_is_refused(BrokerOutcome outcome)
    {
        var (_, said) = await Replace(Fails(outcome), Done(Order($"{Stop}r1", MovedTerms, brokerId: "B2")));
        Assert.Contains(new OrderReplaced(Stop, "B2", MovedTerms, 1), said);
        Assert.DoesNotContain(said, news => news is OrderChangeRefused);
    }

    [Fact]
    public async Task A_refused_replacement_of_which_it_is_not_known_whether_it_was_made_before_is_left_open()
    {
        var (_, said) = await Replace(Fails(BrokerOutcome.Refused), Fails(BrokerOutcome.NoAnswer));
        Assert.Empty(said);
    }

    [Fact]
    public async Task A_replacement_of_what_is_over_brings_back_what_became_of_it()
    {
        var (_, said) = await Replace(Fails(BrokerOutcome.NoLongerOpen), Fails(BrokerOutcome.NotFound), Done(Order(Stop.Value, StopTerms, OrderState.Filled, 100)));
        Assert.IsType<OrderFilled>(said[0]);
        Assert.Equal(OrderChange.Replace, Assert.IsType<OrderChangeRefused>(said[1]).Change);
    }

    [Fact]
    public async Task A_refused_replacement_says_why()
    {
        var (_, said) = await Replace(Fails(BrokerOutcome.Refused), Fails(BrokerOutcome.NotFound));
        Assert.Equal([new OrderChangeRefused(Stop, OrderChange.Replace, "Refused", "no")], said);
    }
}
