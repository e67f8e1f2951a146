using Alpaca.Markets;
using Trading.Alpaca.Orders;
using Trading.Orders;

namespace Trading.Alpaca.Tests.Orders;

public sealed class StatusTableTests
{
    /// <summary>Every status of the library, untraded and traded in part.</summary>
    public static TheoryData<OrderStatus, OrderState?, OrderState?> Rows => new()
    {
        { OrderStatus.Held, OrderState.PendingSubmission, OrderState.PendingSubmission },
        { OrderStatus.Accepted, OrderState.Accepted, OrderState.Accepted },
        { OrderStatus.PendingNew, OrderState.Accepted, OrderState.Accepted },
        { OrderStatus.New, OrderState.Accepted, OrderState.Accepted },
        { OrderStatus.AcceptedForBidding, OrderState.Accepted, OrderState.Accepted },
        { OrderStatus.PendingCancel, OrderState.Accepted, OrderState.PartiallyFilled },
        { OrderStatus.PendingReplace, OrderState.Accepted, OrderState.PartiallyFilled },
        { OrderStatus.Stopped, OrderState.Accepted, OrderState.PartiallyFilled },
        { OrderStatus.Suspended, OrderState.Accepted, OrderState.PartiallyFilled },
        { OrderStatus.DoneForDay, OrderState.Accepted, OrderState.PartiallyFilled },
        { OrderStatus.Calculated, OrderState.Accepted, OrderState.PartiallyFilled },
        { OrderStatus.PartiallyFilled, OrderState.PartiallyFilled, OrderState.PartiallyFilled },
        { OrderStatus.PartialFill, OrderState.PartiallyFilled, OrderState.PartiallyFilled },
        { OrderStatus.Filled, OrderState.Filled, OrderState.Filled },
        { OrderStatus.Fill, OrderState.Filled, OrderState.Filled },
        { OrderStatus.Canceled, OrderState.Canceled, OrderState.Canceled },
        { OrderStatus.Expired, OrderState.Expired, OrderState.Expired },
        { OrderStatus.Rejected, OrderState.Rejected, OrderState.Rejected },
        { OrderStatus.Replaced, null, null },
    };

    [Theory, MemberData(nameof(Rows))]
    public void Status_is_ours(OrderStatus status, OrderState? untraded, OrderState? traded)
    {
        Assert.Equal(untraded, AlpacaStatuses.Of(status, 0, 100));
        Assert.Equal(traded, AlpacaStatuses.Of(status, 40, 100));
    }

    [Fact]
    public void Table_has_every_status_the_library_knows() =>
        Assert.Empty(Enum.GetValues<OrderStatus>().Except(Rows.Select(row => row.Data.Item1)));

    [Fact]
    public void Done_trading_in_full_is_filled() => Assert.Equal(OrderState.Filled, AlpacaStatuses.Of(OrderStatus.Calculated, 100, 100));
}
