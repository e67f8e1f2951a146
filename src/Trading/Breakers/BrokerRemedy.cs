namespace Trading.Breakers;

/// <summary>What the desk does about a failed call; several may be due.</summary>
[Flags]
public enum BrokerRemedy
{
    None = 0,

    /// <summary>Tell a person.</summary>
    Alert = 1,

    /// <summary>Refresh the access token once, all callers waiting for the one refresh, and try again.</summary>
    RefreshToken = 2,

    /// <summary>The person is to log in again.</summary>
    LogInAgain = 4,

    /// <summary>The order is Rejected, with the broker's reason.</summary>
    RejectOrder = 8,

    /// <summary>Ask the broker what the order is before anything is sent again.</summary>
    LookUp = 16,

    /// <summary>The order found is the one that was meant.</summary>
    Adopt = 32,

    /// <summary>Bring our state into line with the broker's.</summary>
    Reconcile = 64,

    /// <summary>Wait until the time the broker names.</summary>
    WaitForReset = 128,
}
