using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.FakeBrokers.Faults;
using Trading.Messages;

namespace Trading.BrokerContract.Errors;

/// <summary>Rows of the error table that are alike at both brokers, and how to write the others.</summary>
public static class ErrorRows
{
    private const string Html = "<html><body>out of order</body></html>";

    /// <summary>5xx, time-out, connection lost: ambiguous; it counts, and nothing that changes anything is sent again.</summary>
    public static IEnumerable<(string Name, ErrorRow Row)> Ambiguous()
    {
        foreach (var asked in (string[])["submit", "cancel", "replace"])
        {
            foreach (var status in (int[])[408, 500, 502, 503, 504])
                yield return ($"{asked}: {status}", Lost(asked, FaultRule.Reply(asked, status, Html)));
            yield return ($"{asked}: time-out", Lost(asked, FaultRule.On(asked, FaultKind.Hang)) with { Code = "TIMEOUT" });
            yield return ($"{asked}: time-out, and it was done", Lost(asked, FaultRule.On(asked, FaultKind.HangAfter)) with { Code = "TIMEOUT" });
            yield return ($"{asked}: connection lost", Lost(asked, FaultRule.On(asked, FaultKind.Drop)) with { Code = "CONNECTION" });
            yield return ($"{asked}: connection lost, and it was done", Lost(asked, FaultRule.On(asked, FaultKind.DropAfter)) with { Code = "CONNECTION" });
            yield return ($"{asked}: an answer that no row names", Lost(asked, FaultRule.Reply(asked, 418, """{"message":"I am a teapot"}""")) with { Alerts = true });
        }
        foreach (var fault in (FaultRule[])[FaultRule.Reply("account", 502, Html), FaultRule.On("account", FaultKind.Drop), FaultRule.On("account", FaultKind.Hang)])
            yield return ($"account: {Name(fault)}, once", new ErrorRow("account", fault) { Is = BrokerFailure.Ambiguous, Sent = 2 });
        yield return ("account: 503, again and again", new ErrorRow("account", FaultRule.Reply("account", 503, Html) with { Times = 0 })
        {
            // The breaker had seen one failure and opens with the third, so that the last attempt is not made.
            Is = BrokerFailure.Ambiguous, Outcome = BrokerOutcome.BreakerOpen, Code = "BREAKER_OPEN", Breaker = BreakerState.Open, Sent = 2, RetryAfter = TimeSpan.FromMinutes(1),
        });
    }

    /// <summary>429: throttled; the breaker is left alone and the time that the broker names is told.</summary>
    public static IEnumerable<(string Name, ErrorRow Row)> Throttled(string body)
    {
        foreach (var asked in (string[])["submit", "cancel", "replace", "account"])
            yield return ($"{asked}: 429", new ErrorRow(asked, FaultRule.Reply(asked, 429, body, ("Retry-After", "40")))
            {
                Is = BrokerFailure.Throttled, Outcome = BrokerOutcome.Throttled, RetryAfter = TimeSpan.FromSeconds(40),
            });
    }

    /// <summary>A business refusal: the breaker is left alone, and the order is Rejected with the broker's words.</summary>
    public static ErrorRow Refused(int status, string body, string words) => new("submit", FaultRule.Reply("submit", status, body))
    {
        Is = BrokerFailure.BusinessRefusal, Outcome = BrokerOutcome.Refused, Says = [EventNames.OrderRejected.Value], Reason = words,
    };

    /// <summary>A change that the broker does not make; the order is looked up and told as it stands.</summary>
    public static ErrorRow Unchanged(string asked, int status, string body, BrokerFailure found, BrokerOutcome outcome) => new(asked, FaultRule.Reply(asked, status, body))
    {
        Is = found, Outcome = outcome, Says = [EventNames.OrderAccepted.Value, EventNames.OrderChangeRefused.Value],
    };

    // What is replaced is looked up before, which is answered.
    private static ErrorRow Lost(string asked, FaultRule fault) => new(asked, fault)
    {
        Is = BrokerFailure.Ambiguous, Outcome = BrokerOutcome.NoAnswer, InARow = asked == "replace" ? 1 : 2, Says = asked == "submit" ? [EventNames.OrderSubmitted.Value] : [],
    };

    private static string Name(FaultRule fault) => fault.Kind == FaultKind.Reply ? $"{fault.Status}" : fault.Kind == FaultKind.Drop ? "connection lost" : "time-out";
}
