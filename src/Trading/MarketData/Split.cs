namespace Trading.MarketData;

/// <summary>An exchange of shares: <paramref name="To"/> new ones for every <paramref name="From"/> old ones.</summary>
/// <param name="Symbol">The security concerned.</param>
/// <param name="ExDate">The first day, in New York, on which the new shares trade.</param>
/// <param name="To">New shares: 4 in a four-for-one split, 1 in a one-for-ten reverse split, 21 in a stock dividend of 5%.</param>
/// <param name="From">Old shares: 1, 10 and 20 in the same three.</param>
/// <exception cref="ArgumentOutOfRangeException">A side of the ratio is not positive.</exception>
public sealed record Split(Symbol Symbol, DateOnly ExDate, int To, int From) : CorporateAction(Symbol, ExDate)
{
    public int To { get; } = Positive(To, nameof(To));
    public int From { get; } = Positive(From, nameof(From));

    private static int Positive(int shares, string side) => shares > 0
        ? shares
        : throw new ArgumentOutOfRangeException(side, shares, "Both sides of a split's ratio are positive, such as 4 for 1.");
}
