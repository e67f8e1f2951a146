namespace Trading.Simulation;

/// <summary>Everything that must hold, fresh for one run. The eleventh is <see cref="SameSeedSameRun"/>, which needs two runs.</summary>
internal static class InvariantCatalogue
{
    public static Invariant[] All() =>
    [
        new OneOrderPerIntent(), new FillsAreBookedOnce(), new SharesAreProtected(), new NothingIsOversold(), new CashAndSharesAreConserved(),
        new LimitsHold(), new HaltedDeskSendsNothingNew(), new NoTradeWithSharesEnds(), new HistoriesAreLegal(), new EverythingSettles(),
    ];
}
