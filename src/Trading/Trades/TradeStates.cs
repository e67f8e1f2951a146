namespace Trading.Trades;

/// <summary>What follows from the state of a trade.</summary>
public static class TradeStates
{
    public static bool IsEnded(this TradeState state) => state is TradeState.Closed or TradeState.Rejected or TradeState.Canceled;
}
