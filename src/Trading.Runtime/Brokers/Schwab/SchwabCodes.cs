namespace Trading.Runtime.Brokers.Schwab;

/// <summary>Stable codes of what goes wrong with Schwab, besides those of the error table.</summary>
public static class SchwabCodes
{
    /// <summary>Nobody has logged in on this machine.</summary>
    public const string NotLoggedIn = "SCHWAB_NOT_LOGGED_IN";

    /// <summary>The refresh token is older than seven days.</summary>
    public const string LoginExpired = "SCHWAB_LOGIN_EXPIRED";

    /// <summary>The refresh token was refused before its time: revoked, or made void by another login.</summary>
    public const string LoginRevoked = "SCHWAB_LOGIN_REVOKED";

    /// <summary>The app key or secret was refused.</summary>
    public const string AppRefused = "SCHWAB_APP_REFUSED";

    /// <summary>The login ends soon.</summary>
    public const string LoginEnding = "SCHWAB_LOGIN_ENDING";

    /// <summary>The login reaches no account, or several of which none was chosen.</summary>
    public const string AccountUnclear = "SCHWAB_ACCOUNT_UNCLEAR";

    /// <summary>More than one order fits an intent whose answer was lost.</summary>
    public const string AmbiguousOrder = "SCHWAB_AMBIGUOUS_ORDER";

    /// <summary>The order was taken; its id is not known yet.</summary>
    public const string NoOrderId = "SCHWAB_NO_ORDER_ID";

    /// <summary>Too early to say that the order is not there.</summary>
    public const string NotSettled = "SCHWAB_NOT_SETTLED";

    /// <summary>Schwab has no such kind of order.</summary>
    public const string NotSupported = "NOT_SUPPORTED";

    /// <summary>A status that the table does not know.</summary>
    public const string UnknownStatus = "SCHWAB_UNKNOWN_STATUS";

    /// <summary>An answer that could not be read.</summary>
    public const string Unreadable = "SCHWAB_UNREADABLE";

    /// <summary>More orders at one time than Schwab tells in one answer.</summary>
    public const string TooManyOrders = "SCHWAB_TOO_MANY_ORDERS";

    /// <summary>A replacement is larger than it was to be, as the order filled meanwhile.</summary>
    public const string Oversized = "SCHWAB_OVERSIZED_REPLACEMENT";
}
