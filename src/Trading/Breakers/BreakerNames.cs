namespace Trading.Breakers;

/// <summary>The breakers of the desk: one for each broker and kind of account, shared by all instances.</summary>
public static class BreakerNames
{
    public const string AlpacaPaper = "alpaca-paper";
    public const string AlpacaLive = "alpaca-live";
    public const string Schwab = "schwab";
}
