using Trading.Orders;
using Trading.Runtime.Brokers.Schwab.Orders;

namespace Trading.Runtime.Tests.Brokers.Schwab;

public class SchwabStatusesTests
{
    [Theory]
    [InlineData("AWAITING_PARENT_ORDER", OrderState.PendingSubmission)]
    [InlineData("AWAITING_CONDITION", OrderState.Accepted)]
    [InlineData("AWAITING_STOP_CONDITION", OrderState.Accepted)]
    [InlineData("AWAITING_MANUAL_REVIEW", OrderState.Submitted)]
    [InlineData("ACCEPTED", OrderState.Accepted)]
    [InlineData("AWAITING_UR_OUT", OrderState.Accepted)]
    [InlineData("PENDING_ACTIVATION", OrderState.Accepted)]
    [InlineData("QUEUED", OrderState.Accepted)]
    [InlineData("WORKING", OrderState.Accepted)]
    [InlineData("REJECTED", OrderState.Rejected)]
    [InlineData("PENDING_CANCEL", OrderState.Accepted)]
    [InlineData("CANCELED", OrderState.Canceled)]
    [InlineData("PENDING_REPLACE", OrderState.Accepted)]
    [InlineData("REPLACED", null)]
    [InlineData("FILLED", OrderState.Filled)]
    [InlineData("EXPIRED", OrderState.Expired)]
    [InlineData("NEW", OrderState.Submitted)]
    [InlineData("AWAITING_RELEASE_TIME", OrderState.Accepted)]
    [InlineData("PENDING_ACKNOWLEDGEMENT", OrderState.Submitted)]
    [InlineData("PENDING_RECALL", OrderState.Accepted)]
    [InlineData("UNKNOWN", null)]
    public void Each_of_the_21_statuses_is_one_state(string status, OrderState? state)
    {
        Assert.Equal(21, SchwabStatuses.Table.Count);
        Assert.True(SchwabStatuses.Table.ContainsKey(status));
        Assert.Equal(state, SchwabStatuses.StateOf(status, 0, 10));
    }

    [Theory]
    [InlineData("WORKING", 3, OrderState.PartiallyFilled)]
    [InlineData("PENDING_CANCEL", 3, OrderState.PartiallyFilled)]
    [InlineData("CANCELED", 3, OrderState.Canceled)]
    [InlineData("FILLED", 10, OrderState.Filled)]
    [InlineData("HELD_BY_MARTIANS", 3, null)]
    [InlineData(null, 0, null)]
    public void Partial_fills_follow_from_the_quantities_and_nothing_from_a_word_nobody_knows(string? status, int filled, OrderState? state) =>
        Assert.Equal(state, SchwabStatuses.StateOf(status, filled, 10));
}
