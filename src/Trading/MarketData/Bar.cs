namespace Trading.MarketData;

/// <summary>The trading of one period: first, highest, lowest and last price, and the volume in shares.</summary>
/// <remarks>
/// A bar is known only when its period has ended; <see cref="Start"/> and <see cref="End"/> are in UTC. For a daily bar
/// they are the open and the close of the session. The invariant <c>Low &lt;= Open, Close &lt;= High</c> and
/// <c>Low &gt; 0</c> is checked where bars enter the system, not at each construction.
/// </remarks>
public readonly record struct Bar(
    DateTimeOffset Start,
    DateTimeOffset End,
    Price Open,
    Price High,
    Price Low,
    Price Close,
    long Volume)
{
    /// <summary>Whether the prices fit together and the period has a length.</summary>
    public bool IsWellFormed =>
        End > Start && Volume >= 0 && Low.IsPositive
        && Low <= Open && Low <= Close && High >= Open && High >= Close;
}
