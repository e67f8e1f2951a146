using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.Orders;

/// <summary>The eight states of an order. The moves between them are <see cref="OrderTransitions"/>.</summary>
[JsonConverter(typeof(EnumJsonConverter<OrderState>))]
public enum OrderState
{
    /// <summary>Intended and journalled; the broker has not been called yet.</summary>
    PendingSubmission,

    /// <summary>Sent; the broker may or may not have it. No answer leaves the order here.</summary>
    Submitted,

    /// <summary>The broker works it.</summary>
    Accepted,

    PartiallyFilled,

    /// <summary>Ended: all of it traded.</summary>
    Filled,

    /// <summary>Ended, though a fill from before the end may still arrive.</summary>
    Canceled,

    /// <summary>Ended: the broker or the desk's own gate refused it. Should it fill all the same, the fill is booked.</summary>
    Rejected,

    /// <summary>Ended: its time in force ran out, though a fill from before the end may still arrive.</summary>
    Expired,
}
