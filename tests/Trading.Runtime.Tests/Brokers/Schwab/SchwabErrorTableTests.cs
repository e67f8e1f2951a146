using Trading.Agents.Ports;
using Trading.BrokerContract;
using Trading.BrokerContract.Errors;
using Trading.Breakers;
using Trading.FakeBrokers.Faults;
using Trading.Messages;
using Trading.Runtime.Brokers.Schwab;

namespace Trading.Runtime.Tests.Brokers.Schwab;

/// <summary>The error table as Schwab's answers meet it.</summary>
public sealed class SchwabErrorTableTests : ErrorTableTests
{
    private const string NotAuthorised = """{"message":"Client not authorized"}""";
    private const string Invalid = """{"message":"A validation problem with the request.","errors":["price is wrong"]}""";

    private static readonly Dictionary<string, ErrorRow> Table = new(
        new (string, ErrorRow)[]
        {
            ("submit: 400", ErrorRows.Refused(400, Invalid, "price is wrong") with { Code = "HTTP_400" }),
            ("submit: 422", ErrorRows.Refused(422, Invalid, "price is wrong")),
            ("submit: sent before", new("submit") { IsThere = true, Outcome = BrokerOutcome.AlreadyExists, Sent = 0, Says = [EventNames.OrderSubmitted.Value, EventNames.OrderAccepted.Value] }),
            ("replace: 400", new("replace", FaultRule.Reply("replace", 400, Invalid))
            {
                Is = BrokerFailure.BusinessRefusal, Outcome = BrokerOutcome.Refused, Says = [EventNames.OrderChangeRefused.Value],
            }),
            ("cancel: 400", ErrorRows.Unchanged("cancel", 400, """{"message":"Order cannot be canceled."}""", BrokerFailure.NotCancelable, BrokerOutcome.NoLongerOpen)),
            ("cancel: 404", ErrorRows.Unchanged("cancel", 404, """{"message":"Order not found"}""", BrokerFailure.Unknown, BrokerOutcome.NotFound) with { Says = [EventNames.OrderChangeRefused.Value] }),
            ("find: 404", new("find", FaultRule.Reply("find", 404, """{"message":"Order not found"}""")) { Is = BrokerFailure.Unknown, Outcome = BrokerOutcome.NotFound }),
            ("submit: 429 that names no time", new("submit", FaultRule.Reply("submit", 429, """{"message":"Too Many Requests"}"""))
            {
                Is = BrokerFailure.Throttled, Outcome = BrokerOutcome.Throttled, RetryAfter = TimeSpan.FromSeconds(10),
            }),
            ("submit: 403, which no row names", new("submit", FaultRule.Reply("submit", 403, """{"message":"no"}"""))
            {
                Is = BrokerFailure.Ambiguous, Outcome = BrokerOutcome.NoAnswer, InARow = 2, Alerts = true, Says = [EventNames.OrderSubmitted.Value],
            }),
            ("account: 401 to a token near its age", Refreshed()),
            ("account: 401 to a token that another process has replaced", Replaced()),
            ("account: 401 again after the refresh", Refreshed(times: 2) with { Outcome = BrokerOutcome.Unauthorised, Breaker = BreakerState.Open, IsLatched = true, Alerts = true, Halts = true }),
            ("account: invalid_client to the refresh", Refused(FaultRule.Reply("token", 401, """{"error":"invalid_client","error_description":"Unauthorized"}"""), SchwabCodes.AppRefused)),
            ("account: 400 to the refresh", Refused(FaultRule.Reply("token", 400, """{"error":"unsupported_token_type","error_description":"refresh_token_authentication_error"}"""), SchwabCodes.LoginRevoked)),
        }
            .Concat(new[] { "submit", "cancel", "replace", "find", "account" }.Select(Unauthorised))
            .Concat(ErrorRows.Ambiguous())
            .Concat(ErrorRows.Throttled("""{"message":"Too Many Requests"}"""))
            .Select(row => KeyValuePair.Create(row.Item1, row.Item2)));

    public static TheoryData<string> Rows => [.. Table.Keys];

    [Theory, MemberData(nameof(Rows))]
    public Task Row_of_the_table(string row) => AssertAsync(Table[row]);

    protected override Task<WiredFloor> OpenAsync() => Task.FromResult<WiredFloor>(SchwabFloor.Open());

    private static (string, ErrorRow) Unauthorised(string asked) => ($"{asked}: 401 to a young token", new(asked, FaultRule.Reply(asked, 401, NotAuthorised) with { Times = 0 })
    {
        Is = BrokerFailure.NotAuthorised, Outcome = BrokerOutcome.Unauthorised, Code = "HTTP_401", Breaker = BreakerState.Open, IsLatched = true, Alerts = true, Halts = true,
    });

    /// <summary>The refresh that is due gets no answer, so that the call is made with a token near its age.</summary>
    private static ErrorRow Refreshed(int times = 1) => new(
        "account", FaultRule.Reply("token", 503), FaultRule.Reply("account", 401, NotAuthorised) with { Times = times })
    {
        Before = AgeAsync, Is = BrokerFailure.TokenExpired, Sent = 2,
    };

    private static ErrorRow Replaced() => new("account", FaultRule.On("account", FaultKind.ExpireToken))
    {
        Before = floor => ((SchwabFloor)floor).LogInAsync(), Is = BrokerFailure.TokenExpired, Sent = 2,
    };

    private static ErrorRow Refused(FaultRule answer, string code) => new("account", answer)
    {
        Before = AgeAsync, Is = BrokerFailure.TokenExpired, Outcome = BrokerOutcome.Unauthorised, Code = code, Sent = 0, Breaker = BreakerState.Open, IsLatched = true, Alerts = true, Halts = true,
    };

    private static Task AgeAsync(WiredFloor floor)
    {
        floor.Clock.SetTo(floor.Clock.GetUtcNow().AddMinutes(26));
        return Task.CompletedTask;
    }
}
