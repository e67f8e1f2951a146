using Trading.Runtime.Exchange.Costs;

namespace Trading.Runtime.Exchange;

/// <summary>Charges for borrowed shares: for each night, and at the end of each session for the nights until the next.</summary>
/// <remarks>The year has 360 days, as the lenders reckon; the price is the last one of the session.</remarks>
internal sealed class ShortInterest(Ledger ledger, TradingHours hours, IBorrowModel borrow)
{
    private const int DaysOfYear = 360;

    /// <summary>When the next charge is due, in ticks of UTC.</summary>
    public long DueAt { get; private set; } = long.MaxValue;

    /// <summary>Begins to count when there is a short position.</summary>
    public void Watch(SymbolBook book, long time)
    {
        if (book.Position < 0 && DueAt == long.MaxValue) DueAt = hours.SessionAt(time).AfterHoursClose.UtcTicks;
    }

    public void ChargeUntil(long time)
    {
        while (DueAt <= time)
        {
            var session = hours.SessionAt(DueAt - 1);
            var next = hours.After(session);
            var hasShorts = false;
            foreach (var book in ledger.Held)
            {
                if (book.Position >= 0) continue;
                hasShorts = true;
                Charge(book, next.Date.DayNumber - session.Date.DayNumber);
            }
            DueAt = hasShorts ? next.AfterHoursClose.UtcTicks : long.MaxValue;
        }
    }

    private void Charge(SymbolBook book, int nights)
    {
        var fee = Cents.Nearest(-book.Value * borrow.AnnualRate(book.Symbol) * nights / DaysOfYear);
        if (fee != 0) ledger.ChargeBorrow(book, fee);
    }
}
