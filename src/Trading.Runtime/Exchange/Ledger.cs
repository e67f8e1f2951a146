using Trading.Orders;

namespace Trading.Runtime.Exchange;

/// <summary>The account's money and shares. Exact: every dollar that moves is a decimal.</summary>
internal sealed class Ledger(AccountRules rules, decimal cash)
{
    private readonly List<SymbolBook> _held = [];

    public decimal Cash { get; private set; } = cash;

    /// <summary>The equity that open orders tie up, in dollars.</summary>
    public decimal Tied { get; private set; }

    /// <summary>The fees for borrowed shares so far, in dollars.</summary>
    public decimal BorrowFees { get; private set; }

    public IReadOnlyList<SymbolBook> Held => _held;

    public int HeldCount => _held.Count;

    /// <summary>How often cash or shares have changed: while it stays, equity moves with the prices of what is held and with nothing else.</summary>
    public long Changes { get; private set; }

    public decimal Equity
    {
        get
        {
            var equity = Cash;
            foreach (var book in _held) equity += book.Value;
            return equity;
        }
    }

    /// <summary>The equity that is free for new positions. In an account that pays in full it is the cash, less what orders tie up.</summary>
    public decimal Free
    {
        get
        {
            if (rules is { MayShort: false, InitialLong: 1 }) return Cash - Tied;
            var free = Cash - Tied;
            foreach (var book in _held) free += book.Value - Math.Abs(book.Value) * rules.InitialRate(book.Position > 0);
            return free;
        }
    }

    public decimal BuyingPower => Math.Max(0, Free / rules.InitialLong);

    public decimal Maintenance
    {
        get
        {
            var required = 0m;
            foreach (var book in _held) required += Math.Abs(book.Value) * rules.MaintenanceRate(book.Position > 0);
            return required;
        }
    }

    public void Tie(decimal dollars) => Tied += dollars;

    public void Book(SymbolBook book, Fill fill)
    {
        Changes++;
        var signed = fill.SignedQuantity;
        Cash -= signed * fill.Price + fill.Fee;
        var after = book.Position + signed;
        if (after == 0) book.Cost = 0;
        else if (Math.Sign(after) != Math.Sign(book.Position)) book.Cost = after * fill.Price;
        else if (Math.Abs(after) > Math.Abs(book.Position)) book.Cost += signed * fill.Price;
        else book.Cost = book.AveragePrice * after;
        Hold(book, after);
    }

    /// <summary>Pays a dividend to who is long, and takes it from who is short.</summary>
    public void PayDividend(SymbolBook book, decimal amount)
    {
        Changes++;
        Cash += book.Position * amount;
    }

    /// <summary>Exchanges the shares; a fraction that may not be held is paid out at the price after the split.</summary>
    public void Split(SymbolBook book, int to, int from, bool allowsFractions)
    {
        Changes++;
        var exact = book.Position * to / from;
        var after = allowsFractions ? exact : decimal.Truncate(exact);
        Cash += (exact - after) * book.Last;
        if (after == 0) book.Cost = 0;
        else if (after != exact) book.Cost = book.Cost / exact * after;
        Hold(book, after);
    }

    public void ChargeBorrow(SymbolBook book, decimal fee)
    {
        Changes++;
        Cash -= fee;
        BorrowFees += fee;
    }

    private void Hold(SymbolBook book, decimal position)
    {
        book.Position = position;
        if (position != 0 && book.HeldAt < 0)
        {
            book.HeldAt = _held.Count;
            _held.Add(book);
        }
        else if (position == 0 && book.HeldAt >= 0)
        {
            var last = _held[^1];
            _held[book.HeldAt] = last;
            last.HeldAt = book.HeldAt;
            _held.RemoveAt(_held.Count - 1);
            book.HeldAt = -1;
        }
    }
}
