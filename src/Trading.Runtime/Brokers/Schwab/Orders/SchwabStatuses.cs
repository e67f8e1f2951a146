using System.Collections.Frozen;
using Trading.Orders;

namespace Trading.Runtime.Brokers.Schwab.Orders;

/// <summary>Schwab's 21 statuses of an order, and what each is to us.</summary>
/// <remarks>
/// https://developer.schwab.com, Trader API, schema of status. An order that is worked and has traded in part keeps its status at
/// Schwab: that it is partly filled follows from its quantities (<see cref="StateOf"/>). A word that is not here maps to nothing.
/// </remarks>
public static class SchwabStatuses
{
    /// <summary>The table. Null where nothing follows from the word.</summary>
    public static FrozenDictionary<string, OrderState?> Table { get; } = new Dictionary<string, OrderState?>(StringComparer.Ordinal)
    {
        ["NEW"] = OrderState.Submitted,
        ["PENDING_ACKNOWLEDGEMENT"] = OrderState.Submitted,
        ["AWAITING_MANUAL_REVIEW"] = OrderState.Submitted, // a person at Schwab looks at it
        ["AWAITING_PARENT_ORDER"] = OrderState.PendingSubmission, // held until its parent fills
        ["ACCEPTED"] = OrderState.Accepted,
        ["AWAITING_CONDITION"] = OrderState.Accepted,
        ["AWAITING_STOP_CONDITION"] = OrderState.Accepted, // a stop that waits for its price
        ["AWAITING_RELEASE_TIME"] = OrderState.Accepted,
        ["PENDING_ACTIVATION"] = OrderState.Accepted, // sent while the market is closed
        ["QUEUED"] = OrderState.Accepted,
        ["WORKING"] = OrderState.Accepted,
        ["AWAITING_UR_OUT"] = OrderState.Accepted, // the exchange has yet to say that it is out; it may still fill
        ["PENDING_CANCEL"] = OrderState.Accepted, // may still fill
        ["PENDING_REPLACE"] = OrderState.Accepted, // may still fill
        ["PENDING_RECALL"] = OrderState.Accepted,
        ["FILLED"] = OrderState.Filled,
        ["CANCELED"] = OrderState.Canceled,
        ["REJECTED"] = OrderState.Rejected,
        ["EXPIRED"] = OrderState.Expired,
        ["REPLACED"] = null, // its successor speaks for it
        ["UNKNOWN"] = null,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The state of an order with a status and quantities; null where nothing is concluded.</summary>
    public static OrderState? StateOf(string? status, decimal filled, decimal quantity) => Table.GetValueOrDefault(status ?? "") switch
    {
        OrderState.Accepted or OrderState.Submitted or OrderState.PendingSubmission when filled > 0 && filled < quantity => OrderState.PartiallyFilled,
        var state => state,
    };
}
