namespace Trading.FakeBrokers.Books;

/// <summary>What can happen to an order at a fake broker.</summary>
public enum BookNewsKind
{
    /// <summary>The exchange works it; for an attached order, its parent filled.</summary>
    Working,

    PartiallyFilled,
    Filled,
    Canceled,
    Expired,
    Rejected,

    /// <summary>Another order took its place: <see cref="BookOrder.ReplacedBy"/>.</summary>
    Replaced,

    /// <summary>The broker changed the size of an attached order.</summary>
    Resized,
}
