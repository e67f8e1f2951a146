using System.Collections.Frozen;

namespace Trading.Alpaca.Wire;

/// <summary>The words of the API that the client library can read. It throws at any other.</summary>
internal static class KnownWords
{
    public static readonly FrozenSet<string> Statuses = FrozenSet.Create(StringComparer.Ordinal,
        "accepted", "new", "partial_fill", "partially_filled", "filled", "done_for_day", "canceled", "replaced", "pending_cancel", "stopped",
        "rejected", "suspended", "pending_new", "calculated", "expired", "accepted_for_bidding", "pending_replace", "fill", "held");

    public static readonly FrozenSet<string> Events = FrozenSet.Create(StringComparer.Ordinal,
        "new", "partial_fill", "fill", "done_for_day", "canceled", "pending_cancel", "stopped", "rejected", "suspended", "pending_new", "calculated",
        "expired", "order_cancel_rejected", "replaced", "pending_replace", "order_replace_rejected", "partially_filled", "accepted", "held", "pending_review");

    public static readonly FrozenSet<string> Types = FrozenSet.Create(StringComparer.Ordinal, "market", "limit", "stop", "stop_limit", "trailing_stop");

    public static readonly FrozenSet<string> Lives = FrozenSet.Create(StringComparer.Ordinal, "day", "gtc", "opg", "ioc", "fok", "cls");

    public static readonly FrozenSet<string> Classes = FrozenSet.Create(StringComparer.Ordinal, "simple", "bracket", "oco", "oto");

    public static readonly FrozenSet<string> AssetClasses = FrozenSet.Create(StringComparer.Ordinal, "us_equity", "crypto", "us_option");
}
