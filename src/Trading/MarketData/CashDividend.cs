namespace Trading.MarketData;

/// <summary>Cash paid for each share held before the ex-date.</summary>
/// <param name="Symbol">The security concerned.</param>
/// <param name="ExDate">The first day, in New York, on which a buyer no longer gets the dividend.</param>
/// <param name="Amount">
/// US dollars for each share as it trades on the ex-date: after a split of the same day, not before it.
/// </param>
/// <exception cref="ArgumentOutOfRangeException">The amount is not positive.</exception>
public sealed record CashDividend(Symbol Symbol, DateOnly ExDate, Price Amount) : CorporateAction(Symbol, ExDate)
{
    public Price Amount { get; } = Amount.IsPositive
        ? Amount
        : throw new ArgumentOutOfRangeException(nameof(Amount), Amount, "A dividend is a positive amount a share, such as 0.24.");
}
