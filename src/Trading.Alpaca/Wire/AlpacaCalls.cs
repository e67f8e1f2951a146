using System.Globalization;
using Alpaca.Markets;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Orders;
using Trading.Runtime.Resilience;

namespace Trading.Alpaca.Wire;

/// <summary>Makes calls through the client library and turns all that can come of them into answers, by the error table.</summary>
internal sealed class AlpacaCalls(BrokerPipelines pipelines, IBrokerAlarms alarms, bool isLive)
{
    /// <summary>The stable code of market data that the account has no subscription for.</summary>
    public const string NotSubscribedCode = "NOT_SUBSCRIBED";

    public async ValueTask<BrokerAnswer<T>> AskAsync<T>(
        CallClass calls, BrokerCall call, string operation, Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        var result = await pipelines.CallAsync(
            calls, operation, static (made, token) => MakeAsync(made.calls, made.call, made.ask, token), (calls, call, ask), cancellation);
        if (result.Do.HasFlag(BrokerRemedy.Alert))
            Alarm(operation, result.Answer.Outcome, result.Answer.Code, result.Answer.Reason);
        return result.Answer;
    }

    /// <summary>Has a text kept out of whatever Alpaca says.</summary>
    public void Hide(string? text) => pipelines.Redactor.LearnForGood(new Secret(text ?? ""));

    /// <summary>Tells a person of something that does not stop trading.</summary>
    public void Warn(string code, string text) => alarms.Raise(new BrokerAlarm(code, pipelines.Account, text));

    private void Alarm(string operation, BrokerOutcome outcome, string code, string reason)
    {
        // Keys that are refused stay refused: nothing is opened until a person has looked.
        var isRefused = outcome == BrokerOutcome.Unauthorised;
        var text = $"{operation}: {code} {reason}".TrimEnd();
        alarms.Raise(new BrokerAlarm(
            "ALPACA_" + outcome.ToString().ToUpperInvariant(), pipelines.Account, isRefused ? $"Alpaca refuses the keys, at {text.TrimEnd('.')}. {AlpacaKeys.Advice(isLive)}" : text, HaltsTrading: isRefused));
    }

    /// <summary>What the library's exception was on the wire.</summary>
    public static BrokerReply ReplyOf(BrokerCall call, Exception failure)
    {
        if (failure is not RestClientErrorException { HttpStatusCode: { } http } refused) return new BrokerReply(BrokerKind.Alpaca, call, 0, "", failure.Message);
        var status = (int)http;
        // The library puts the status where the body names no code.
        var code = refused.ErrorCode == status ? "" : refused.ErrorCode.ToString(CultureInfo.InvariantCulture);
        return new BrokerReply(BrokerKind.Alpaca, call, status, code, refused.Message);
    }

    private static async ValueTask<CallResult<T>> MakeAsync<T>(CallClass calls, BrokerCall call, Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        var wire = WireHeaders.Begin();
        try
        {
            var value = await ask(cancellation);
            return CallResults.Done(value, wire.Headers.IsUsedUp ? wire.Headers.ResetAt : null);
        }
        catch (RequestValidationException problem)
        {
            // Found by the library; nothing was sent.
            return new(BrokerAnswers.Refused<T>(RejectionCodes.InvalidOrder, problem.Message), BreakerOutcome.Abandoned, BrokerRemedy.RejectOrder, null);
        }
        catch (Exception failure) when (failure is RestClientErrorException || failure.GetType().Namespace == "Newtonsoft.Json")
        {
            var reply = ReplyOf(call, failure);
            // A feed that is not paid for is refused with a bare 403 too; that says nothing against the keys, and must not stop trading.
            if (calls == CallClass.MarketData && reply is { Status: 403, Code: "" } && !reply.Message.Contains("forbidden", StringComparison.OrdinalIgnoreCase))
                reply = reply with { Code = NotSubscribedCode };
            return Judged<T>(reply, wire.Headers);
        }
    }

    private static CallResult<T> Judged<T>(BrokerReply reply, RateLimitHeaders headers)
    {
        var result = CallResults.Of<T>(reply, headers.ResetAt, reply.Status == 429 || headers.IsUsedUp);
        // Alpaca's own 404 has a code. Another may come from a gateway that knows nothing of orders.
        return result.Answer.Outcome == BrokerOutcome.NotFound && reply.Code.Length == 0
            ? result with { Answer = result.Answer with { Outcome = BrokerOutcome.NoAnswer } }
            : result;
    }
}
