using static Trading.Breakers.BreakerEffect;
using static Trading.Breakers.BrokerCall;
using static Trading.Breakers.BrokerFailure;
using static Trading.Breakers.BrokerKind;
using static Trading.Breakers.BrokerRemedy;

namespace Trading.Breakers;

/// <summary>The error table: what a broker's answer is, what it does to the breaker, and what the desk does.</summary>
/// <remarks>
/// In the order of the design page, section 5. Sources: https://docs.alpaca.markets/reference (orders),
/// https://developer.schwab.com (Trader API). What no row names is treated as ambiguous and raises an alert, because taking
/// an unknown answer for a refusal could lose a live order.
/// </remarks>
public static class BrokerErrorPolicy
{
    private const string InvalidClient = "invalid_client";

    public static BrokerVerdict Judge(BrokerReply reply) => reply switch
    {
        // 401; Alpaca 403 bare "forbidden": not authorised
        { Broker: Alpaca, Status: 401 } or { Broker: Alpaca, Status: 403, Code: "" } =>
            new(NotAuthorised, OpenAtOnce, Alert),
        { Broker: Schwab, Status: 401, Token: TokenAge.Fresh, Call: not BrokerCall.RefreshToken, Code: not InvalidClient } =>
            new(NotAuthorised, OpenUntilReset, Alert),

        // Schwab 401 with a token near or past its age: token expired; still 401, or invalid_client: the refresh token too
        { Broker: Schwab, Status: 401, Token: TokenAge.Aged, Call: not BrokerCall.RefreshToken, Code: not InvalidClient } =>
            new(TokenExpired, BreakerEffect.None, BrokerRemedy.RefreshToken),
        { Broker: Schwab, Status: 401 } or { Broker: Schwab, Code: InvalidClient } or { Broker: Schwab, Call: BrokerCall.RefreshToken, Status: 400 } =>
            new(TokenExpired, OpenUntilReset, Alert | LogInAgain),

        // Alpaca 403 with a code, 40310000: business refusal (buying power, quantity)
        { Broker: Alpaca, Status: 403 } =>
            new(BusinessRefusal, BreakerEffect.None, RejectOrder),

        // 422 invalid order, wash trade; Schwab says 400: business refusal
        { Call: Submit or Replace, Status: 400 or 422 } when !IsDuplicate(reply) && !IsNoLongerOpen(reply) =>
            new(BusinessRefusal, BreakerEffect.None, RejectOrder),

        // duplicate client order id: already there
        { Call: Submit or Replace, Status: 409 or 422 } when IsDuplicate(reply) =>
            new(AlreadyThere, BreakerEffect.None, LookUp | Adopt),

        // 404/422 on cancel; Schwab says 400: unknown or no longer cancelable
        { Call: Cancel or Replace or Read, Status: 404 } =>
            new(Unknown, BreakerEffect.None, LookUp | Reconcile),
        { Call: Cancel, Status: 400 or 422 } or { Call: Replace, Status: 422 } =>
            new(NotCancelable, BreakerEffect.None, LookUp | Reconcile),

        // 429: throttled
        { Status: 429 } =>
            new(Throttled, BreakerEffect.None, WaitForReset),

        // 5xx, time-out, connection lost: ambiguous
        { Status: 0 or 408 or >= 500 } =>
            new(Ambiguous, Count, LookUp),

        _ => new(Ambiguous, Count, LookUp | Alert),
    };

    /// <summary>Alpaca: 422 code 40010001, "client_order_id must be unique", the code being one of many causes.</summary>
    private static bool IsDuplicate(BrokerReply reply) =>
        reply.Message.Contains("client", StringComparison.OrdinalIgnoreCase) && reply.Message.Contains("must be unique", StringComparison.OrdinalIgnoreCase);

    /// <summary>Alpaca: 422 code 42210000, "order is already in \"filled\" state", the code being one of many causes.</summary>
    private static bool IsNoLongerOpen(BrokerReply reply) =>
        reply is { Call: Replace, Status: 422 }
        && (reply.Message.Contains("already in", StringComparison.OrdinalIgnoreCase) || reply.Message.Contains("unable to replace", StringComparison.OrdinalIgnoreCase));
}
