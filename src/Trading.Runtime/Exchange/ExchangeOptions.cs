using Trading.Runtime.Exchange.Costs;

namespace Trading.Runtime.Exchange;

/// <summary>How the simulated exchange and its account behave.</summary>
public sealed record ExchangeOptions
{
    /// <summary>Dollars in the account at the start.</summary>
    public decimal StartingCash { get; init; } = 100_000m;

    public AccountRules Rules { get; init; } = AccountRules.Margin;

    public IFillModel Fills { get; init; } = new VolumeFills();

    public ISlippageModel Slippage { get; init; } = new NoSlippage();

    public ICommissionModel Commission { get; init; } = new NoCommission();

    /// <summary>Charged on top of the commission; null for none.</summary>
    public RegulatoryFees? RegulatoryFees { get; init; }

    public IBorrowModel Borrow { get; init; } = new AllBorrow();

    public IOrderScreen Screen { get; init; } = new OpenScreen();

    /// <summary>Whether a limit order trades when its price is just touched; else the market has to trade through it.</summary>
    public bool LimitFillsOnTouch { get; init; } = true;

    /// <summary>Whether parts of a share may be traded.</summary>
    public bool AllowsFractions { get; init; }

    /// <summary>
    /// Whether shares that an open order is to close cannot be closed by another, as at Alpaca (code 40310000); else an order
    /// finds out when it trades that the shares are gone, and is canceled.
    /// </summary>
    public bool ReservesShares { get; init; } = true;

    /// <summary>Whether prices finer than their tick are refused (Regulation NMS, Rule 612, 17 CFR 242.612).</summary>
    public bool RefusesSubPennies { get; init; }

    /// <summary>How many ended orders can still be looked up; older ones are forgotten, so that a long run stays small.</summary>
    public int RetainedOrders { get; init; } = 512;

    /// <summary>How many of them once time has moved on since they ended; null for as many. For a desk that never asks for an older one.</summary>
    public int? RetainedLater { get; init; }

    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    internal void Check()
    {
        if (Rules.Problem() is { } problem) throw new ArgumentException($"The account's rules are broken: {problem}.");
        if (StartingCash < 0) throw new ArgumentException($"StartingCash is zero or above, not {StartingCash}.");
        if (RetainedOrders < 0) throw new ArgumentException($"RetainedOrders is zero or above, not {RetainedOrders}.");
        if (RetainedLater < 0) throw new ArgumentException($"RetainedLater is zero or above, not {RetainedLater}.");
    }
}
