namespace Trading.Breakers;

/// <summary>What a broker was asked to do.</summary>
public enum BrokerCall
{
    Submit,
    Cancel,
    Replace,

    /// <summary>A look-up of orders, positions, the account or prices.</summary>
    Read,

    /// <summary>A new access token for the refresh token.</summary>
    RefreshToken,
}
