using static Trading.Orders.OrderState;
using static Trading.Orders.OrderTrigger;

namespace Trading.Orders;

/// <summary>The order table: what each event makes of each state. What is not listed is illegal.</summary>
/// <remarks>
/// Events may arrive in any order that can happen, so that a late report of an earlier step leaves the state as it is, and
/// two reports in either order end in the same state.
/// </remarks>
public static class OrderTransitions
{
    /// <summary>The state that follows, the same state where the event changes nothing, or null where it is illegal.</summary>
    public static OrderState? Next(OrderState from, OrderTrigger happened) => (from, happened) switch
    {
        (PendingSubmission, Submit) => Submitted,
        (PendingSubmission, Accept) => Accepted,              // the acceptance overtook the report of the submission
        (PendingSubmission, PartialFill) => PartiallyFilled,  // so did the fill
        (PendingSubmission, CompleteFill) => Filled,
        (PendingSubmission, Cancel) => Canceled,              // a cancel before the submit: never sent
        (PendingSubmission, Reject) => Rejected,
        (PendingSubmission, Expire) => Expired,
        (PendingSubmission, Replace) => Accepted,             // only a working order is replaced

        (Submitted, Submit) => Submitted,                     // sent again after a look-up did not find it
        (Submitted, Accept) => Accepted,
        (Submitted, PartialFill) => PartiallyFilled,
        (Submitted, CompleteFill) => Filled,
        (Submitted, Cancel) => Canceled,
        (Submitted, Reject) => Rejected,
        (Submitted, Expire) => Expired,
        (Submitted, Replace) => Accepted,

        (Accepted, Submit or Accept or Replace) => Accepted,
        (Accepted, PartialFill) => PartiallyFilled,
        (Accepted, CompleteFill) => Filled,
        (Accepted, Cancel) => Canceled,
        (Accepted, Reject) => Rejected,                       // the broker took it, the exchange did not
        (Accepted, Expire) => Expired,

        (PartiallyFilled, Submit or Accept or Replace or PartialFill) => PartiallyFilled,
        (PartiallyFilled, CompleteFill) => Filled,
        (PartiallyFilled, Cancel) => Canceled,
        (PartiallyFilled, Reject) => Rejected,                // the exchange refused the rest
        (PartiallyFilled, Expire) => Expired,

        (Filled, Submit or Accept or Replace) => Filled,
        (Filled, Cancel or Expire) => Filled,                 // a late fill completed it and its report came first
        (Filled, Reject) => Filled,                           // old news: it filled though it was thought refused
        (Filled, CompleteFill) => Filled,                     // more than was asked for: shares are booked as they are

        (Canceled, Submit or Accept or Replace or Cancel or Expire or Reject) => Canceled,
        (Canceled, PartialFill) => Canceled,                  // a late fill is booked, the order stays ended
        (Canceled, CompleteFill) => Filled,                   // a late fill completes it

        (Expired, Submit or Accept or Replace or Cancel or Expire or Reject) => Expired,
        (Expired, PartialFill) => Expired,
        (Expired, CompleteFill) => Filled,

        (Rejected, Submit or Accept or Replace or Reject or Cancel or Expire) => Rejected,
        (Rejected, PartialFill) => Rejected,                  // a refusal that was not the last word: no fill is lost
        (Rejected, CompleteFill) => Filled,

        (_, Change) => from,
        _ => null,
    };

    /// <summary>The state an event speaks of, for the words of an error.</summary>
    public static OrderState Target(OrderTrigger happened) => happened switch
    {
        Submit => Submitted,
        Accept or Replace or Change => Accepted,
        PartialFill => PartiallyFilled,
        CompleteFill => Filled,
        Cancel => Canceled,
        Reject => Rejected,
        Expire => Expired,
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "Not a trigger."),
    };
}
