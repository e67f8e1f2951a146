namespace Trading.Runtime.Brokers.Schwab.Tokens;

/// <summary>Why Schwab gave no token, told apart by what the person is to do.</summary>
/// <remarks>
/// Schwab answers 401 <c>invalid_client</c> both to a wrong key or secret and, with "refresh token" in its words, to a login that
/// is over; and 400 <c>unsupported_token_type</c> with <c>refresh_token_authentication_error</c> within to a revoked one.
/// </remarks>
internal readonly record struct TokenRefusal(string Code, string Advice)
{
    public static TokenRefusal Of(string code, string words, SchwabToken token, DateTimeOffset now)
    {
        var isOfLogin = words.Contains("refresh", StringComparison.OrdinalIgnoreCase);
        return code switch
        {
            "invalid_client" or "unauthorized_client" when !isOfLogin => new(
                SchwabCodes.AppRefused,
                $"Schwab refused the app key or secret. Check {SchwabEnvironment.AppKey} and {SchwabEnvironment.AppSecret} against the developer portal, where the app must be Ready For Use; then reset the breaker."),
            _ when now >= token.LoginEndsAt => new(
                SchwabCodes.LoginExpired, "The login is older than seven days. Log in again: trading login schwab; then reset the breaker."),
            _ => new(
                SchwabCodes.LoginRevoked, "The login was revoked, or made void by another one. Log in again: trading login schwab; then reset the breaker."),
        };
    }
}
