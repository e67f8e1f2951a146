using Trading.Agents.Ports;
using Trading.BrokerContract;
using Trading.BrokerContract.Errors;
using Trading.Breakers;
using Trading.FakeBrokers.Faults;
using Trading.Messages;

namespace Trading.Alpaca.Tests.Orders;

/// <summary>The error table as Alpaca's answers meet it.</summary>
public sealed class AlpacaErrorTableTests : ErrorTableTests
{
    private const string Html = "<html><body>out of order</body></html>";
    private const string NotFound = """{"code":40410000,"message":"order not found"}""";
    private const string NotOpen = """{"code":42210000,"message":"order is already in \"filled\" state"}""";
    private const string NoMoney = """{"code":40310000,"message":"insufficient buying power"}""";
    private const string NoShares = """{"code":40310000,"message":"insufficient qty available for order (requested: 10, available: 0)"}""";

    private static readonly Dictionary<string, ErrorRow> Table = new(
        new (string, ErrorRow)[]
        {
            ("submit: 403 40310000, buying power", ErrorRows.Refused(403, NoMoney, "insufficient buying power") with { Code = "40310000" }),
            ("submit: 403 40310000, quantity", ErrorRows.Refused(403, NoShares, "insufficient qty available") with { Code = "40310000" }),
            ("submit: 422, invalid order", ErrorRows.Refused(422, """{"code":42210000,"message":"invalid order type"}""", "invalid order type") with { Code = "42210000" }),
            ("submit: 422, wash trade", ErrorRows.Refused(422, """{"code":42210000,"message":"potential wash trade detected. use complex orders"}""", "wash trade")),
            ("submit: 422, client order id is there", new("submit")
            {
                IsThere = true, Is = BrokerFailure.AlreadyThere, Outcome = BrokerOutcome.AlreadyExists, Says = [EventNames.OrderSubmitted.Value, EventNames.OrderAccepted.Value],
            }),
            ("replace: 422, invalid order", new("replace", FaultRule.Reply("replace", 422, """{"code":42210000,"message":"limit price must be positive"}"""))
            {
                Is = BrokerFailure.BusinessRefusal, Outcome = BrokerOutcome.Refused, Says = [EventNames.OrderChangeRefused.Value],
            }),
            ("cancel: 404", ErrorRows.Unchanged("cancel", 404, NotFound, BrokerFailure.Unknown, BrokerOutcome.NoLongerOpen)),
            ("cancel: 422", ErrorRows.Unchanged("cancel", 422, NotOpen, BrokerFailure.NotCancelable, BrokerOutcome.NoLongerOpen)),
            ("replace: 422, no longer open", ErrorRows.Unchanged("replace", 422, NotOpen, BrokerFailure.NotCancelable, BrokerOutcome.NoLongerOpen)),
            ("find: 404", new("find", FaultRule.Reply("find", 404, NotFound) with { Times = 0 }) { Is = BrokerFailure.Unknown, Outcome = BrokerOutcome.NotFound, Sent = 2 }),
            ("find: 404 of a gateway", new("find", FaultRule.Reply("find", 404, Html) with { Times = 0 }) { Is = BrokerFailure.Unknown, Outcome = BrokerOutcome.NoAnswer, Sent = 3 }),
            ("submit: 200 that cannot be read", Unreadable("""{"id":"broken""")),
            ("submit: 200 with an id that is none", Unreadable("""{"id":"00000000-0000-0000-0000-00000000000z"}""")),
        }
            .Concat(new[] { "submit", "cancel", "replace", "find", "account" }.SelectMany(Unauthorised))
            .Concat(ErrorRows.Ambiguous())
            .Concat(ErrorRows.Throttled("""{"code":42910000,"message":"too many requests."}"""))
            .Select(row => KeyValuePair.Create(row.Item1, row.Item2)));

    public static TheoryData<string> Rows => [.. Table.Keys];

    [Theory, MemberData(nameof(Rows))]
    public Task Row_of_the_table(string row) => AssertAsync(Table[row]);

    protected override async Task<WiredFloor> OpenAsync() => await AlpacaFloor.OpenAsync(listens: false);

    private static IEnumerable<(string, ErrorRow)> Unauthorised(string asked)
    {
        yield return ($"{asked}: 401", Refusal(asked, 401, """{"code":40110000,"message":"request is not authorized"}""") with { Code = "40110000" });
        yield return ($"{asked}: 403 forbidden", Refusal(asked, 403, """{"message":"forbidden."}""") with { Code = "HTTP_403" });
    }

    private static ErrorRow Refusal(string asked, int status, string body) => new(asked, FaultRule.Reply(asked, status, body) with { Times = 0 })
    {
        Is = BrokerFailure.NotAuthorised, Outcome = BrokerOutcome.Unauthorised, Breaker = BreakerState.Open, Alerts = true, Halts = true,
    };

    private static ErrorRow Unreadable(string body) => new("submit", FaultRule.Reply("submit", 200, body))
    {
        Is = BrokerFailure.Ambiguous, Outcome = BrokerOutcome.NoAnswer, InARow = 2, Says = [EventNames.OrderSubmitted.Value],
    };
}
