using static Trading.Trades.TradeState;
using static Trading.Trades.TradeTrigger;

namespace Trading.Trades;

/// <summary>The trade table: what each event makes of each state. What is not listed is illegal.</summary>
public static class TradeTransitions
{
    public static TradeState? Next(TradeState from, TradeTrigger happened) => (from, happened) switch
    {
        (Scanning, Signal) => Signaled,
        (Scanning, WatchEnd) => Canceled,

        (Signaled, Approve) => Approved,
        (Signaled, Deny or ReviewTimeout) => Rejected,

        (Approved, SendEntry) => Entering,
        (Approved, Abandon) => Canceled,

        (Entering, EntryDone) => Open,
        (Entering, EntryDied) => Canceled,

        (Open, BeginExit) => Exiting,

        (Exiting, Flat) => Closed,       // an exit order that dies is sent again: never back, never given up

        (Canceled, LateFill) => Open,    // a trade that holds shares is never ended
        (Closed, LateFill) => Exiting,   // so these are sold again

        _ => null,
    };

    /// <summary>The state an event speaks of, for the words of an error.</summary>
    public static TradeState Target(TradeTrigger happened) => happened switch
    {
        Signal => Signaled,
        WatchEnd or Abandon or EntryDied => Canceled,
        Approve => Approved,
        Deny or ReviewTimeout => Rejected,
        SendEntry => Entering,
        EntryDone or LateFill => Open,
        BeginExit => Exiting,
        Flat => Closed,
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "Not a trigger."),
    };
}
