using System.Collections.Immutable;
using Trading.Orders;

namespace Trading.Simulation;

/// <summary>Every defect that can be put in on purpose: at least one for each invariant.</summary>
public static class SabotageCatalogue
{
    public static ImmutableArray<SabotageEntry> All { get; } =
    [
        new("resend-without-lookup", 1, "sends an order again under another id when nobody answers") { Make = () => new ResendWithoutLookUp() },
        new("forget-late-fill", 2, "passes over fills of orders that have ended") { Make = () => new ForgetLateFill() },
        new("book-fill-twice", 2, "takes one fill in thirty for two") { Make = () => new BookFillTwice() },
        new("forget-stops", 3, "never sends a protective stop") { Make = () => new ForgetStops() },
        new("stop-sized-to-order", 4, "sizes the stop by what was ordered, not by what was filled") { Make = () => new SizedToOrder(OrderRole.Stop) },
        new("exit-sized-to-order", 4, "sizes the exit by what was ordered, not by what is held") { Make = () => new SizedToOrder(OrderRole.Exit) },
        new("ignore-fees", 5, "keeps the portfolio's cash without fees") { Make = () => new IgnoreFees() },
        new("release-reservation-twice", 6, "releases with one reservation that of another trade") { Make = () => new ReleaseReservationTwice() },
        new("approve-twice", 6, "approves twice the shares that the limits allow") { Make = () => new ApproveTwice() },
        new("ignore-halt", 7, "sends entries although the desk is halted") { Make = () => new IgnoreHalt() },
        new("end-with-shares", 8, "calls an exit done as soon as it is begun") { Make = () => new EndWithShares() },
        new("acknowledge-before-disk", 9, "calls rows of the journal written that are still on their way to the disk") { Make = () => new AcknowledgeBeforeDisk() },
        new("skip-transition", 9, "leaves the approval out of a history") { Make = () => new SkipTransition() },
        new("forget-last-row", 10, "recovers a journal without its last row") { Make = () => new ForgetLastRow() },
        new("ack-before-handling", 10, "takes entries out of their inbox before they are handled") { Make = () => new AcknowledgeBeforeHandling() },
        new("lose-inbox-entry", 10, "loses a message between a step and its hearers") { Make = () => new LoseInboxEntry() },
        new("effects-in-two-steps", 10, "stores values first and messages afterwards") { Make = () => new EffectsInTwoSteps() },
        new("wall-clock", 11, "reads the machine's own clock") { Make = () => new WallClock() },
        new("unordered-iteration", 11, "says things in the order of a hash table") { Make = () => new UnorderedIteration() },
    ];

    public static SabotageEntry? Find(string name) => All.FirstOrDefault(entry => entry.Name == name);
}
